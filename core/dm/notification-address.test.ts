import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { parseNotificationAddress, printNotificationAddress } from './notification-address.ts';

describe('the address that notifications are sent to', () => {
  it.each([
    ['http://127.0.0.1:8450/IMEI%3A1', 'http://127.0.0.1:8450/IMEI%3A1'],
    ['HTTPS://Push.Example/x?token=1', 'https://push.example/x?token=1'],
    ['http://[::1]:80', 'http://[::1]/'],
    ['udp://127.0.0.1:9', 'udp://127.0.0.1:9'],
    ['udp:Device.local:65535', 'udp://device.local:65535'],
    ['udp://[FE80::1]:2948/', 'udp://[fe80::1]:2948'],
  ])('%s is read, and written in one form', (text, printed) => {
    const address = parseNotificationAddress(text);
    expect(printNotificationAddress(address)).toBe(printed);
    expect(parseNotificationAddress(printed)).toEqual(address);
  });

  it.each([
    ['', 'none of http, https and udp'],
    ['sms:+491711234567', 'none of http, https and udp'],
    ['ftp://host/', 'none of http, https and udp'],
    ['http:host', 'none of http, https and udp'],
    ['http://', 'host or port'],
    ['http://host:65536/', 'host or port'],
    ['http://host/#x', 'fragment'],
    ['udp://host', 'a host and a port'],
    ['udp://host:1/path', 'a host and a port'],
    ['udp://:1', 'a host and a port'],
    ['udp://host:0', 'port'],
    ['udp://host:65536', 'port'],
    ['udp://[::1::]:1', 'host'],
    [`http://host/${'x'.repeat(2048)}`, 'too long'],
  ])('%s is refused', (text, words) => {
    let fault: unknown;
    try {
      parseNotificationAddress(text);
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault).toMatchObject({
      code: 'NOTIFICATION_ADDRESS_WRONG',
      message: expect.stringContaining(words),
    });
  });

  it.each([
    'http://user:geheim@host/',
    'http://geheim@host/',
    'udp://user:geheim@host:1',
    'x://a:geheim@/@b',
  ])('a password in it (%#) is refused and not shown', (text) => {
    let message = '';
    try {
      parseNotificationAddress(text);
    } catch (error) {
      ({ message } = toFault(error));
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('geheim');
  });
});
