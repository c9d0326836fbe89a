// The least that any server must do for one packet: AES-256-GCM of a payload and a system call to one of many sockets.
// Prints microseconds of CPU per packet: crypto alone, sendto alone, both, sendmmsg of 50 with crypto.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most = 2048, batch = 50 };
static unsigned char plain[1500], sealed[batch][1600], key[32], nonce[12];
static struct sockaddr_in to[most];
static struct pollfd sinks[most];
static EVP_CIPHER_CTX *context;

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void seal(int into, int length, int number) {
  int done, end;
  memcpy(nonce, &number, sizeof number);
  EVP_EncryptInit_ex(context, NULL, NULL, NULL, nonce);
  memcpy(sealed[into], plain, 12);
  EVP_EncryptUpdate(context, NULL, &done, plain, 12);
  EVP_EncryptUpdate(context, sealed[into] + 12, &done, plain + 12, length);
  EVP_EncryptFinal_ex(context, sealed[into] + 12 + done, &end);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, sealed[into] + 12 + length);
}

static void read_all(int receivers) {
  char packet[1600];
  for (;;) {
    poll(sinks, receivers, 10);
    for (int i = 0; i < receivers; i += 1)
      if (sinks[i].revents & POLLIN)
        while (recv(sinks[i].fd, packet, sizeof packet, MSG_DONTWAIT) > 0) {}
  }
}

int main(int count, char **words) {
  int receivers = count > 1 ? atoi(words[1]) : 200, length = count > 2 ? atoi(words[2]) : 100, packets = count > 3 ? atoi(words[3]) : 200000;
  if (receivers < 1 || receivers > most || length < 1 || length > 1400) return 2;
  int from = socket(AF_INET, SOCK_DGRAM, 0);
  for (int i = 0; i < receivers; i += 1) {
    int one = socket(AF_INET, SOCK_DGRAM, 0);
    sinks[i] = (struct pollfd){ .fd = one, .events = POLLIN };
    socklen_t size = sizeof to[i];
    to[i].sin_family = AF_INET;
    to[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(one, (struct sockaddr *)&to[i], size) || getsockname(one, (struct sockaddr *)&to[i], &size)) return 1;
  }
  // Another process reads: a packet for a full buffer would be dropped at half the cost.
  pid_t reader = fork();
  if (reader == 0) read_all(receivers);
  context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, NULL);
  double results[4], begin;
  for (int way = 0; way < 3; way += 1) {
    begin = cpu();
    for (int i = 0; i < packets; i += 1) {
      if (way != 1) seal(0, length, i);
      if (way != 0) sendto(from, sealed[0], 12 + length + 16, 0, (struct sockaddr *)&to[i % receivers], sizeof to[0]);
    }
    results[way] = (cpu() - begin) / packets;
  }
  struct mmsghdr messages[batch];
  struct iovec parts[batch];
  memset(messages, 0, sizeof messages);
  begin = cpu();
  for (int i = 0; i < packets; i += batch) {
    for (int j = 0; j < batch; j += 1) {
      seal(j, length, i + j);
      parts[j] = (struct iovec){ sealed[j], 12 + length + 16 };
      messages[j].msg_hdr = (struct msghdr){ .msg_name = &to[(i + j) % receivers], .msg_namelen = sizeof to[0], .msg_iov = &parts[j], .msg_iovlen = 1 };
    }
    sendmmsg(from, messages, batch, 0);
  }
  results[3] = (cpu() - begin) / packets;
  kill(reader, SIGKILL);
  printf("{\"crypto\":%.3f,\"sendto\":%.3f,\"both\":%.3f,\"sendmmsg\":%.3f}\n", results[0], results[1], results[2], results[3]);
  return 0;
}
