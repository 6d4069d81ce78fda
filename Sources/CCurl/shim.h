// libcurl sets options through variadic functions, which Swift cannot call: one function here for
// each type of argument. The union in CURLMsg is read here for the same reason.
#pragma once
#include <curl/curl.h>

typedef size_t (*ccurl_data_callback)(char *_Nonnull, size_t, size_t, void *_Nullable);
typedef int (*ccurl_ready_callback)(void *_Nullable, char *_Nullable, char *_Nullable, int, int);
typedef int (*ccurl_socket_callback)(void *_Nullable, curl_socket_t, curlsocktype);
typedef int (*ccurl_debug_callback)(CURL *_Nonnull, curl_infotype, char *_Nonnull, size_t,
                                    void *_Nullable);

static inline CURLcode ccurl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *_Nonnull handle, CURLoption option,
                                        curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *_Nonnull handle, CURLoption option,
                                        const char *_Nullable value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *_Nonnull handle, CURLoption option,
                                         const void *_Nullable value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *_Nonnull handle, CURLoption option,
                                      struct curl_slist *_Nullable value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_data_callback(CURL *_Nonnull handle, CURLoption option,
                                               ccurl_data_callback _Nullable callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode ccurl_set_ready_callback(CURL *_Nonnull handle,
                                                ccurl_ready_callback _Nullable callback) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode ccurl_set_socket_callback(CURL *_Nonnull handle,
                                                 ccurl_socket_callback _Nullable callback) {
  return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, callback);
}

static inline CURLcode ccurl_set_debug_callback(CURL *_Nonnull handle,
                                                ccurl_debug_callback _Nullable callback) {
  return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, callback);
}

static inline CURLcode ccurl_get_long(CURL *_Nonnull handle, CURLINFO info,
                                      long *_Nonnull value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *_Nonnull handle, CURLINFO info,
                                        curl_off_t *_Nonnull value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *_Nonnull handle, CURLINFO info,
                                         void *_Nullable *_Nonnull value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option,
                                             long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLcode ccurl_message_result(const CURLMsg *_Nonnull message) {
  return message->data.result;
}
