/*
 * cost COMMAND ARGUMENT...: runs a command with its output thrown away and prints the CPU time that it took, user and
 * system, start and end included, in nanoseconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: cost COMMAND ARGUMENT...\n");
        return 2;
    }
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return 1;
    }
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (wait4(child, &status, 0, &used) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s failed\n", argv[1]);
        return 1;
    }
    printf("%lld\n",
           (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000LL +
               (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000LL);
    return 0;
}
