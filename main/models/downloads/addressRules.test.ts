import { describe, expect, it } from 'vitest';
import { refusalOfAddress, refusalOfRedirect } from './addressRules';

const hub = new URL('https://hub.example.com/owner/name/resolve/main/x.gguf');
const loopback = new URL('http://127.0.0.1:8080/x.gguf');

describe('an address that the user gave', () => {
  it.each([
    'https://hub.example.com/x',
    'http://127.0.0.1:80/x',
    'http://localhost/x',
    'http://[::1]:1/x',
    'https://192.168.1.5/x',
  ])('%s may be asked', (address) => expect(refusalOfAddress(new URL(address))).toBeNull());

  it.each([
    'http://hub.example.com/x',
    'http://192.168.1.5/x',
    'http://127.0.0.1.example.com/x',
    'ftp://hub.example.com/x',
    'file:///etc/passwd',
    'https://a@hub.example.com/',
    'http://127.0.0.1:1@example.com/',
  ])('%s may not', (address) => expect(refusalOfAddress(new URL(address))).not.toBeNull());
});

describe('a redirect', () => {
  it.each([
    'https://cdn.example.net/x',
    'https://hub.example.com/y',
    'https://cas-bridge.xethub.hf.co/xet-bridge-us/abc?X-Amz-Expires=3600&response-content-disposition=attachment',
  ])('from the internet to %s is followed', (next) => {
    expect(refusalOfRedirect(hub, new URL(next))).toBeNull();
  });

  it.each([
    'http://cdn.example.net/x',
    'http://127.0.0.1/x',
    'https://127.0.0.1/x',
    'https://127.1/x',
    'https://2130706433/x',
    'https://0x7f.0.0.1/x',
    'https://0.0.0.0/x',
    'https://10.0.0.1/x',
    'https://172.16.0.1/x',
    'https://192.168.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://8.8.8.8/x',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://localhost/x',
    'https://localhost./x',
    'https://LOCALHOST/x',
    'https://a.localhost/x',
    'https://router/x',
    'https://nas.local/x',
    'https://metadata.google.internal/x',
    'https://1.168.192.in-addr.arpa/x',
    'file:///etc/passwd',
    'data:text/plain,x',
    'https://user:password@cdn.example.net/x',
  ])('from the internet to %s is not', (next) => {
    expect(refusalOfRedirect(hub, new URL(next))).not.toBeNull();
  });

  it('from this computer may lead to this computer or to the internet by https', () => {
    expect(refusalOfRedirect(loopback, new URL('http://127.0.0.1:9/y'))).toBeNull();
    expect(refusalOfRedirect(loopback, new URL('https://cdn.example.net/y'))).toBeNull();
    expect(refusalOfRedirect(loopback, new URL('http://cdn.example.net/y'))).not.toBeNull();
    expect(refusalOfRedirect(loopback, new URL('https://192.168.1.1/y'))).not.toBeNull();
  });

  it('on a server in the local network that the user named stays there', () => {
    const nas = new URL('https://nas.local/x.gguf');
    expect(refusalOfRedirect(nas, new URL('https://nas.local/y.gguf'))).toBeNull();
    expect(refusalOfRedirect(nas, new URL('https://router.local/y.gguf'))).not.toBeNull();
  });
});
