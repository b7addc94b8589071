# A shop of forty lines, for an image that has nothing but Perl: it asks Stripe, and hears of it.
use strict; use warnings; use IO::Socket::INET;
my ($port, $secret) = @ENV{"PORT", "STRIPE_SECRET_KEY"};
my ($stripe) = $ENV{STRIPE_API_BASE} =~ m{^http://([^/]+)};
die "no Stripe is named\n" unless $stripe;
my $listener = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 9,
    ReuseAddr => 1) or die "cannot listen: $!\n";
$SIG{TERM} = sub { print "told to stop\n"; exit 0 };
$| = 1;
print "container shop ready on http://127.0.0.1:$port\n";
my @heard;
while (my $client = $listener->accept) {
    my ($line, $length) = (scalar <$client>, 0);
    while (my $header = <$client>) {
        $length = $1 if $header =~ /^content-length:\s*(\d+)/i;
        last if $header =~ /^\r?\n$/;
    }
    read $client, my $body, $length;
    my $answer = "{}";
    if ($line =~ m{^POST /pay }) {
        $answer = ask("/v1/payment_intents", "amount=4200&currency=usd");
    } elsif ($line =~ m{^POST /webhooks }) {
        push @heard, $1 if $body =~ /"id":\s*"(evt_\w+)"/;
    } elsif ($line =~ m{^GET /view }) {
        $answer = '{"orders":[],"events":[' . join(",", map { qq({"id":"$_"}) } @heard) . "]}";
    }
    print $client "HTTP/1.0 200 OK\r\nContent-Length: ", length $answer, "\r\n\r\n$answer";
    close $client;
}

sub ask {
    my ($path, $form) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => $stripe) or return '{"error":"no Stripe"}';
    print $socket "POST $path HTTP/1.0\r\nHost: $stripe\r\nAuthorization: Bearer $secret\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Length: ", length $form, "\r\n\r\n$form";
    my $answer = join "", <$socket>;
    return $answer =~ /\r\n\r\n(.*)/s ? $1 : "{}";
}
