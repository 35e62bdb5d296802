package dev.tachograph.linux;

/**
 * System calls by their numbers, which differ between processors, and whether a caged process may make them. What is not
 * named here it may. Sources: asm/unistd_64.h and asm-generic/unistd.h of Linux
 * 6.1; what is younger than it is refused by {@link SystemCallRules}.
 */
enum SystemCall {
    // what puts a process in its cage
    LANDLOCK_CREATE_RULESET(444, 444, Use.FREE),
    LANDLOCK_ADD_RULE(445, 445, Use.FREE),
    LANDLOCK_RESTRICT_SELF(446, 446, Use.FREE),
    SECCOMP(317, 277, Use.REFUSED),
    CAPSET(126, 91, Use.REFUSED),
    // allowed for some arguments only
    CLONE(56, 220, Use.LIMITED),
    CLONE3(435, 435, Use.LIMITED),
    TGKILL(234, 131, Use.LIMITED),
    PRCTL(157, 167, Use.LIMITED),
    PRLIMIT64(302, 261, Use.LIMITED),
    // the network
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    CONNECT(42, 203),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    SENDTO(44, 206),
    SENDMSG(46, 211),
    SENDMMSG(307, 269),
    // other programs and processes
    FORK(57, -1),
    VFORK(58, -1),
    EXECVE(59, 221),
    EXECVEAT(322, 281),
    KILL(62, 129),
    TKILL(200, 130),
    RT_SIGQUEUEINFO(129, 138),
    RT_TGSIGQUEUEINFO(297, 240),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_GETFD(438, 438),
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    PROCESS_MRELEASE(448, 448),
    KCMP(312, 272),
    MOVE_PAGES(279, 239),
    MIGRATE_PAGES(256, 238),
    SETPRIORITY(141, 140),
    SCHED_SETAFFINITY(203, 122),
    SCHED_SETSCHEDULER(144, 119),
    SCHED_SETPARAM(142, 118),
    SCHED_SETATTR(314, 274),
    IOPRIO_SET(251, 30),
    SETPGID(109, 154),
    SETSID(112, 157),
    // memory and queues shared with others
    SHMGET(29, 194),
    SHMAT(30, 196),
    SHMCTL(31, 195),
    MSGGET(68, 186),
    MSGSND(69, 189),
    MSGRCV(70, 188),
    MSGCTL(71, 187),
    SEMGET(64, 190),
    SEMOP(65, 193),
    SEMTIMEDOP(220, 192),
    SEMCTL(66, 191),
    MQ_OPEN(240, 180),
    MQ_UNLINK(241, 181),
    MEMFD_CREATE(319, 279),
    MEMFD_SECRET(447, 447),
    USERFAULTFD(323, 282),
    // the kernel itself
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    KEYCTL(250, 219),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    SYSLOG(103, 116),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    ADJTIMEX(159, 171),
    CLOCK_ADJTIME(305, 266),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    IOPL(172, -1),
    IOPERM(173, -1),
    MODIFY_LDT(154, -1),
    PERSONALITY(135, 92),
    USELIB(134, -1),
    LOOKUP_DCOOKIE(212, 18),
    VHANGUP(153, 58),
    NFSSERVCTL(180, 42),
    // who it is
    SETUID(105, 146),
    SETGID(106, 144),
    SETREUID(113, 145),
    SETREGID(114, 143),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    SETFSUID(122, 151),
    SETFSGID(123, 152),
    SETGROUPS(116, 159),
    // the tree of files
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    SETNS(308, 268),
    UNSHARE(272, 97),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    OPEN_BY_HANDLE_AT(304, 265),
    NAME_TO_HANDLE_AT(303, 264),
    FANOTIFY_INIT(300, 262),
    FANOTIFY_MARK(301, 263),
    INOTIFY_INIT(253, -1),
    INOTIFY_INIT1(294, 26),
    INOTIFY_ADD_WATCH(254, 27),
    // what Landlock does not ask about
    CHMOD(90, -1),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    CHOWN(92, -1),
    FCHOWN(93, 55),
    LCHOWN(94, -1),
    FCHOWNAT(260, 54),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    UTIME(132, -1),
    UTIMES(235, -1),
    UTIMENSAT(280, 88),
    FUTIMESAT(261, -1),
    MKNOD(133, -1),
    MKNODAT(259, 33),
    TRUNCATE(76, 45),
    ;
    /** Which use a caged process may make of a call. */
    enum Use {
        /** Any. */
        FREE,
        /** Some arguments; see {@link SystemCallRules}. */
        LIMITED,
        /** None. */
        REFUSED
    }

    private static final int NONE = -1;

    private final int amd64;
    private final int aarch64;
    final Use use;

    SystemCall(int amd64, int aarch64) {
        this(amd64, aarch64, Use.REFUSED);
    }

    SystemCall(int amd64, int aarch64, Use use) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
        this.use = use;
    }

    boolean existsOn(Machine machine) {
        return number(machine) != NONE;
    }

    int number(Machine machine) {
        return switch (machine) {
            case AMD64 -> amd64;
            case AARCH64 -> aarch64;
        };
    }
}
