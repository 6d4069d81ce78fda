// Runs a command and writes down what it used. A process inherits the peak memory of the one that
// started it, until it has grown past that: this one is small, and Python is not.
//
// usage: usage FILE COMMAND [ARGUMENT ...]
// Writes "user-seconds system-seconds peak-kilobytes" of the command and those it waited for, and
// exits as the command does.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: usage FILE COMMAND [ARGUMENT ...]\n");
    return 2;
  }
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 127;
  }
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status = 0;
  struct rusage used;
  if (wait4(child, &status, 0, &used) < 0) {
    perror("wait4");
    return 127;
  }
  FILE *file = fopen(argv[1], "w");
  if (!file) {
    perror(argv[1]);
    return 127;
  }
  fprintf(file, "%.6f %.6f %ld\n", seconds(used.ru_utime), seconds(used.ru_stime), used.ru_maxrss);
  fclose(file);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
