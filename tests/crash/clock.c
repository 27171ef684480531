/* The time of day, some nanoseconds away from the system's. How many stands in a file that every process has before it.
 * What measures how long something takes goes by the system's own clocks, untouched: nobody waits longer or shorter. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *ahead;
static int (*told)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("CLOCK_AHEAD");
    int opened = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    told = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    if (opened < 0) return;
    void *found = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, opened, 0);
    if (found != MAP_FAILED) ahead = found;
    close(opened);
}

int clock_gettime(clockid_t clock, struct timespec *shown) {
    if (!told) begin();
    int failed = told(clock, shown);
    if (failed || !ahead || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return failed;
    int64_t moved = (int64_t)shown->tv_sec * 1000000000 + shown->tv_nsec + *ahead;
    shown->tv_sec = moved / 1000000000;
    shown->tv_nsec = moved % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *restrict shown, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    shown->tv_sec = now.tv_sec;
    shown->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *shown) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (shown) *shown = now.tv_sec;
    return now.tv_sec;
}
