import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePorts } from '@plenum/client/e2e/support/server';
import { wait } from '../wait.ts';
import { JanusBot } from './JanusBot.ts';
import type { PeerServer } from './peer.ts';

/** Janus gathers nothing on loopback; the machine's own other address loops back as well. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!found) throw new Error('Janus needs a network address beside loopback.');
  return found.address;
}

async function configure(
  folder: string,
  { program, port, rtp, loops }: { program: string; port: number; rtp: number; loops: number },
) {
  const usr = dirname(dirname(program));
  const libraries = join(usr, 'lib', process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu', 'janus');
  await writeFile(
    join(folder, 'janus.jcfg'),
    `general: { configs_folder = "${folder}"  plugins_folder = "${libraries}/plugins"  transports_folder = "${libraries}/transports"
  events_folder = "${folder}"  loggers_folder = "${folder}"  debug_level = 2  event_loops = ${loops}  no_webrtc_encryption = false }
media: { rtp_port_range = "${rtp}-${rtp + 3_000}" }
nat: { ice_lite = false  ice_tcp = false  full_trickle = false  ice_enforce_list = "${ownAddress()}" }
plugins: { disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_lua.so,libjanus_duktape.so" }
transports: { disable = "libjanus_http.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so" }
`,
  );
  await writeFile(
    join(folder, 'janus.transport.websockets.jcfg'),
    `general: { json = "plain"  ws = true  ws_port = ${port}  ws_ip = "127.0.0.1"  wss = false }\nadmin: { admin_ws = false }\n`,
  );
  await writeFile(join(folder, 'janus.plugin.videoroom.jcfg'), 'general: { string_ids = false }\n');
}

/** Janus with its video room. @param loops event loops */
export async function startJanus(loops: number): Promise<PeerServer> {
  const program = process.env['PLENUM_JANUS'];
  if (!program)
    throw new Error('Janus is not there. It comes with Debian and Ubuntu: npm run bench -- peers unpacks it.');
  const folder = await mkdtemp(join(tmpdir(), 'plenum-janus-'));
  const port = await freePorts(1);
  await configure(folder, { program, port, rtp: 40_000, loops });
  const child = spawn(program, ['--configs-folder', folder, '--config', join(folder, 'janus.jcfg')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  const url = `ws://127.0.0.1:${port}`;
  const bots: JanusBot[] = [];
  const made = new Set<number>();
  for (let tries = 0; !(await JanusBot.answers(url)); tries += 1) {
    if (tries > 50 || child.exitCode !== null) throw new Error(`Janus does not start:\n${said}`);
    await wait(100);
  }
  return {
    pid: child.pid ?? 0,
    async enter(part) {
      const isNew = !made.has(part.room);
      made.add(part.room);
      const bot = await JanusBot.enter(url, part, isNew);
      bots.push(bot);
      return bot;
    },
    async connectAll() {
      for (const bot of bots) await bot.subscribeAll();
    },
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
