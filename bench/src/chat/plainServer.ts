// The comparison for Plenum: socket.io with its defaults numbers each message and passes it on.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import type { AddressInfo } from 'node:net';

const server = createServer();
const io = new Server(server, { transports: ['websocket'] });
let count = 0;

io.on('connection', (socket) => {
  socket.on('send', (message: { readonly name: string; readonly text: string }, answer: (value: object) => void) => {
    count += 1;
    io.emit('sent', { id: String(count), from: socket.id, ...message, at: Date.now() });
    answer({ id: String(count) });
  });
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
