import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { createServer, isIP } from 'node:net';
import { isHost } from '../../certs/generate.mjs';
import { isLoopback, isPrivate } from './addresses.mjs';
import { failure, fine, warning } from './finding.mjs';

/** Checks the HTTP port: free, or in use by a running Plenum. */
export async function checkHttpPort({ settings }) {
  const { host, port } = settings;
  const problem = await tryTcp(host, port);
  const where = `${host} port ${port}`;
  if (!problem) return fine(`The address for the pages is free: ${where}`);
  if (problem === 'EADDRINUSE') {
    if (await plenumAnswers(settings)) return fine(`Plenum is running on ${where}`);
    return failure(`Another program uses ${where}`, 'End it, or choose another port with PLENUM_PORT.');
  }
  return failure(`${where} cannot be listened on (${problem})`, bindAdvice(problem, 'PLENUM_HOST', 'PLENUM_PORT'));
}

/** Checks the media ports, UDP and TCP; one for each worker. */
export async function checkMediaPorts({ settings }) {
  const { rtcAddress, rtcPort, workers } = settings;
  const last = rtcPort + workers - 1;
  if (last > 65_535) {
    return failure(
      `The media ports ${rtcPort} to ${last} end above 65535`,
      'Choose a lower PLENUM_RTC_PORT or fewer PLENUM_WORKERS.',
    );
  }
  const ports = Array.from({ length: workers }, (_, index) => rtcPort + index);
  const tries = await Promise.all(
    ports.flatMap((port) => [
      tryUdp(rtcAddress, port).then((problem) => ({ problem, name: `UDP ${port}` })),
      tryTcp(rtcAddress, port).then((problem) => ({ problem, name: `TCP ${port}` })),
    ]),
  );
  const taken = tries.filter(({ problem }) => problem);
  const range = `${rtcPort}${workers > 1 ? ` to ${last}` : ''}, UDP and TCP`;
  if (taken.length === 0) return fine(`The media ports are free: ${range}`);
  if (await plenumAnswers(settings)) return fine(`The media ports are in use while Plenum is running: ${range}`);
  const names = taken.map(({ name, problem }) => `${name} (${problem})`).join(', ');
  return failure(
    `Media ports that cannot be used: ${names}`,
    'End the program that uses them, or choose others with PLENUM_RTC_PORT.',
  );
}

/** Checks the address to which browsers send media. */
export async function checkAnnouncedAddress({ settings }) {
  const { host, publicHost, announced } = settings;
  if (!publicHost) {
    if (isLoopback(host)) return fine('Meetings are for this machine only (no PLENUM_PUBLIC_HOST)');
    return warning(
      `Plenum listens on ${host} but has no public host, so browsers elsewhere get no camera and no media`,
      'Set PLENUM_PUBLIC_HOST to the name or address that people use.',
    );
  }
  if (!isHost(publicHost)) {
    return failure(
      `PLENUM_PUBLIC_HOST is "${publicHost}"`,
      'Give a plain host name or IP address, without https://, port or path.',
    );
  }
  const address = await resolveHost(announced);
  if (!address) {
    return failure(`The announced address ${announced} does not resolve`, 'Add it to the DNS, or give an IP address.');
  }
  return judgeAddress({ address, host, named: address === announced ? address : `${announced} (${address})` });
}

function judgeAddress({ address, host, named }) {
  if (isLoopback(address)) {
    return warning(
      `The announced address ${named} is this machine itself`,
      'People elsewhere cannot reach it; set PLENUM_ANNOUNCED_ADDRESS to one that they can.',
    );
  }
  if (isLoopback(host)) {
    return failure(
      `${named} is announced, but Plenum listens on ${host} only`,
      'Remove PLENUM_HOST, or set it to 0.0.0.0 or to the address of a network card.',
    );
  }
  if (isPrivate(address)) {
    return warning(
      `The announced address ${named} is a private one`,
      'Only people in the same network can join; for others set PLENUM_ANNOUNCED_ADDRESS to the public address.',
    );
  }
  return fine(`The announced address is ${named}`);
}

async function resolveHost(host) {
  if (isIP(host)) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    return undefined;
  }
}

function bindAdvice(problem, hostName, portName) {
  if (problem === 'EACCES') return `Ports below 1024 are for root; choose another ${portName}.`;
  return `Is ${hostName} an address of this machine? 0.0.0.0 stands for all of them.`;
}

/** Undefined when this TCP port can be listened on, else the error's code. */
function tryTcp(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Undefined when this UDP port can be bound, else the error's code. */
function tryUdp(host, port) {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(error.code);
    });
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}

function plenumAnswers({ host, port, secure }) {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const get = secure ? getHttps : getHttp;
  return new Promise((resolve) => {
    // Only the answer matters here; another check looks at the certificate.
    const options = { host: reachable, port, path: '/healthz', timeout: 2000, rejectUnauthorized: false };
    const request = get(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body = (body + text).slice(0, 1000)));
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(response.statusCode === 200 && /"name"\s*:\s*"plenum"/.test(body)));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
