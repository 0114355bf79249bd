import { createServer } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';

export interface WatchedNetwork {
  /** Of a server on this machine that answers everything; no slash at its end. */
  address: string;
  /** Paths that the server was asked for, by whatever process. */
  requests: string[];
  /** Where this process tried to connect to. */
  connections: string[];
}

/** Watches for anything that leaves this process, and anything that reaches a server on this machine. */
export async function watchNetwork(): Promise<WatchedNetwork> {
  const requests: string[] = [];
  const connections: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('got it');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const connect = vi.spyOn(Socket.prototype, 'connect');
  connect.mockImplementation(function (this: Socket, ...parameters: unknown[]) {
    connections.push(JSON.stringify(parameters[0]));
    this.destroy(new Error('Nothing may leave this process.'));
    return this;
  });
  onTestFinished(async () => {
    connect.mockRestore();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address: `http://127.0.0.1:${port}`, requests, connections };
}
