# One process of every kind that a process table has to get right. Prints "role pid" for each and "ready", then waits.
# Programs under odd names are perl itself behind a symbolic link, since the kernel names a process after its file.
use strict;
$| = 1;
my ($folder) = @ARGV;
my $perl = $^X;

sub start {
    my ($role, $run) = @_;
    my $pid = fork;
    die "fork: $!" unless defined $pid;
    if (!$pid) { $run->(); exit 0 }
    print "$role $pid\n";
}

sub under_name {
    my ($name, @arguments) = @_;
    my $file = "$folder/$name";
    symlink $perl, $file or die "symlink: $!";
    exec { $file } 'odd', '-e', 'sleep 1000', @arguments;
}

start('idle',        sub { exec 'sleep', '1000' });
start('busy',        sub { 1 while 1 });
start('zombie',      sub { exit 0 });
start('stopped',     sub { kill 'STOP', $$; sleep 1000 });
start('renamed',     sub { $0 = 'renamed: by itself'; sleep 1000 });
start('spaces',      sub { under_name('with some space') });
start('parentheses', sub { under_name('a) R 1 (b', 'one (two) three') });
start('newline',     sub { under_name("new\nline", "new\nline") });
start('bytes',       sub { under_name("\xff\xfeb", "\xff\xfe\x80") });
start('umlaut',      sub { under_name("gr\xc3\xb6\xc3\x9fe", "gr\xc3\xb6\xc3\x9fe") });
start('blanked',     sub { $0 = ''; sleep 1000 });
print "ready\n";
sleep 1000;
