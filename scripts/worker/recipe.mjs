/**
 * Changes to mediasoup's worker source for a build with Debian's libraries. `find` must occur exactly once: when a new
 * mediasoup has other text there, a person must check whether the change is still right.
 */
export const edits = [
  {
    file: 'meson.build',
    // Debian 12 has meson 1.0.1, which has all features that this build needs.
    find: "meson_version: '>= 1.1.0'",
    replace: "meson_version: '>= 1.0.0'",
  },
  {
    file: 'src/RTC/DtlsTransport.cpp',
    // OpenSSL passes BIO_CB_RETURN or-ed with the operation, so the comparison never holds and the callback answers 1
    // to every control call. Debian's OpenSSL has kernel TLS and asks BIO_CTRL_GET_KTLS_SEND; told 1, it allocates no
    // DTLS write buffer and the worker dies at the first ServerHello.
    find: '(operationType == BIO_CB_RETURN) ?',
    replace: '((operationType & BIO_CB_RETURN) != 0) ?',
  },
];

/** Meson's arguments for the build; the buildtype is that of mediasoup's own release build. */
export const mesonArguments = ['--wrap-mode=nodownload', '--buildtype', 'release', '-Db_ndebug=true'];

/** mediasoup's names for the libraries that the folders under shims/ provide from the system. */
export const shims = ['abseil-cpp', 'flatbuffers', 'libsrtp3', 'libuv', 'openssl', 'unordered-dense'];

/**
 * libsrtp from Debian's source package, built with OpenSSL. Debian's own is built with NSS, whose AES-GCM takes a session
 * object and a mutex for each packet: a quarter of the worker's time for a packet of sound.
 */
export const srtp = {
  source: 'libsrtp2',
  mesonArguments: [
    '--buildtype=release',
    '-Ddefault_library=static',
    '-Db_staticpic=true',
    '-Dcrypto-library=openssl',
    '-Dcrypto-library-kdf=disabled',
    '-Dtests=disabled',
    '-Dpcap-tests=disabled',
    '-Ddoc=disabled',
  ],
};

/** Debian's packages with the tools and libraries of the build. */
export const buildPackages = [
  'meson',
  'ninja-build',
  'g++',
  'pkg-config',
  'libuv1-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'libssl-dev',
  'dpkg-dev',
];
