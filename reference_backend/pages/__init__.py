"""What people see: a checkout's result pages and the admin panel; rendered here, no script."""
