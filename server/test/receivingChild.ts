import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

// A receiver that a test kills. It fails a third of the time, in several ways, also after it has taken a delivery; it prints a
// line for each delivery: `took <room> <number>`, `failed`, or `unsigned`.
const [port = '0', secret = ''] = process.argv.slice(2);
const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
let asked = 0;

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += String(chunk)));
  request.on('end', () => {
    asked += 1;
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = request.headers;
    const right = `v1,${createHmac('sha256', key)
      .update(`${String(id)}.${String(at)}.${text}`)
      .digest('base64')}`;
    const body: { id: string; type: string; meeting: { room: string }; data: { message?: { text: string } } } =
      JSON.parse(text);
    if (given !== right || body.id !== id) return void process.stdout.write('unsigned\n');
    const took = () =>
      process.stdout.write(`took ${body.meeting.room} ${body.data.message?.text ?? '1'} ${body.type}\n`);
    if (asked % 3 !== 0) {
      took();
      response.writeHead(204).end();
      return;
    }
    process.stdout.write('failed\n');
    // In turns: a status, a connection that ends, and an answer that is lost although the delivery was taken.
    if (asked % 9 === 3) return void response.writeHead(503).end();
    if (asked % 9 === 6) return void request.socket.destroy();
    took();
    request.socket.destroy();
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === 'object' ? address?.port : 0}\n`);
});
