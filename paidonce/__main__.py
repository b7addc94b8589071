"""`python -m paidonce` is `paidonce`."""

from paidonce.cli import main

raise SystemExit(main())
