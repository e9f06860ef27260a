/** The way to what a client is told to use: an address, or a command. */
export function transportTo({ url, command }, OverHttp, OverStdio) {
  return url
    ? new OverHttp(new URL(url))
    : new OverStdio({ command: command[0], args: command.slice(1), env: process.env, stderr: 'inherit' });
}

/** Keeps each message in the order in which the transport gives it to the client. */
export function overhear(transport) {
  const came = [];
  const take = transport.onmessage;
  transport.onmessage = (message, extra) => {
    came.push(message);
    take?.(message, extra);
  };
  return came;
}
