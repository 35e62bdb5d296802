/*
 * sleeper COUNT AWAKE_PERCENT: forks COUNT processes that wait, of which AWAKE_PERCENT wake up once a second and work for
 * a millisecond. Says "ready" once all are there. Ends, and they with it, when its standard input does: whoever started
 * it may die in any way and leaves nothing behind.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static const long WORK_NANOS = 1000000;
static const long PERIOD_NANOS = 1000000000;

static long cpu_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * PERIOD_NANOS + now.tv_nsec;
}

static void live(int number, int awake, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    if (getppid() != parent) {
        _exit(0); /* it died before it could be watched */
    }
    if (!awake) {
        for (;;) {
            pause();
        }
    }
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    next.tv_nsec = number * 7919L * 1000 % PERIOD_NANOS; /* not all in the same moment */
    for (;;) {
        next.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        for (long end = cpu_nanos() + WORK_NANOS; cpu_nanos() < end;) {
        }
    }
}

int main(int argc, char **argv) {
    int count = argc == 3 ? atoi(argv[1]) : 0;
    int percent = argc == 3 ? atoi(argv[2]) : -1;
    if (count <= 0 || percent < 0 || percent > 100) {
        fprintf(stderr, "usage: sleeper COUNT AWAKE_PERCENT\n");
        return 2;
    }
    pid_t self = getpid();
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 1;
        }
        if (child == 0) {
            live(i, i % 100 < percent, self);
        }
    }
    printf("ready\n");
    fflush(stdout);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    return 0;
}
