// The least that libcurl needs to make many calls over kept connections: what an engine on it is
// measured against. One thread, one multi handle, as many easy handles as calls run at once; bodies
// and heads are taken in and thrown away.
//
// usage: multi_loop URL CALLS CONCURRENCY
// Exits with 1 when a call did not end in a 200 with a body.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

static size_t take(char *bytes, size_t size, size_t count, void *length) {
  (void)bytes;
  *(size_t *)length += size * count;
  return size * count;
}

static size_t skip(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)context;
  return size * count;
}

// Sets a handle up from nothing, as it has to be where every call may be another one.
static void prepare(CURL *easy, const char *url, struct curl_slist *fields, size_t *length) {
  *length = 0;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, skip);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, length);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, length);
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: multi_loop URL CALLS CONCURRENCY\n");
    return 2;
  }
  const char *url = argv[1];
  long calls = atol(argv[2]);
  int concurrency = atoi(argv[3]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)concurrency);
  struct curl_slist *fields = curl_slist_append(NULL, "Accept: application/json");
  size_t *lengths = calloc((size_t)concurrency, sizeof *lengths);
  long begun = 0, ended = 0, failed = 0;
  for (int i = 0; i < concurrency && begun < calls; i++, begun++) {
    CURL *easy = curl_easy_init();
    prepare(easy, url, fields, &lengths[i]);
    curl_multi_add_handle(multi, easy);
  }
  while (ended < calls) {
    int running = 0, left = 0;
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL *easy = message->easy_handle;
      CURLcode code = message->data.result;
      long status = 0;
      size_t *length = NULL;
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&length);
      if (code != CURLE_OK || status != 200 || *length == 0) failed++;
      ended++;
      curl_multi_remove_handle(multi, easy);
      if (begun < calls) {
        prepare(easy, url, fields, length);
        curl_multi_add_handle(multi, easy);
        begun++;
      } else {
        curl_easy_cleanup(easy);
      }
    }
    if (ended < calls) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  curl_multi_cleanup(multi);
  curl_slist_free_all(fields);
  free(lengths);
  printf("%ld calls, %ld failed\n", ended, failed);
  return failed ? 1 : 0;
}
