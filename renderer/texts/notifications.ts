import { formatNumber } from '../format/numbers.ts';
import { count } from './common.ts';

/** Notifications (DM-1): asking a device to open a session. */
export const notifications = {
  title: 'Notification',
  states: {
    sending: 'asking',
    answered: 'answered',
    expired: 'no answer',
    cancelled: 'cancelled',
    failed: 'failed',
  } as const,
  asked: (times: number) =>
    times === 0 ? 'Being sent' : times === 1 ? 'Asked once' : `Asked ${formatNumber(times)} times`,
  waiting: (expires: string) => `No session yet; given up ${expires}.`,
  answered: (ago: string) => `Answered ${ago}`,
  openSession: 'Open its session',
  expired: 'No session came in time',
  expiredRemedy: 'Check that the device is on and listens at this address, then notify it again.',
  cancelled: 'Cancelled',
  cancelledHint: 'A device that got it before may still open its session.',
  failed: 'Not delivered',
  cancel: 'Stop asking',
  at: 'Sent to',
  made: 'Made',
  number: (id: number) => `number ${id}`,

  dialogTitle: 'Notify a device',
  dialogLead: (label: string) =>
    `${label} is asked to open a session, until it does or the notification expires.`,
  noAddressLead: (label: string) =>
    `It is not known yet where ${label} takes notifications. Give its address, or send the octets by other means.`,
  address: 'Address',
  addressHint: 'http://host:port/path, https://… or udp://host:port. It is used for this notification.',
  addressPlaceholder: 'udp://192.0.2.17:4711',
  addressMissing: 'Give an address.',
  requestMos: 'Ask for its objects',
  requestMosHint: 'The device lists the management objects that it supports (REQ-MOS).',
  otherMeans: 'By other means',
  otherMeansHint: 'The octets in hexadecimal, for a bearer that the bench does not have, such as SMS.',
  showHex: 'Show as hex',
  octets: (octets: number) => count(octets, 'octet', 'octets'),
  hexLife: (minutes: number) =>
    `Nothing was sent. A device takes these octets for ${count(minutes, 'minute', 'minutes')} from now.`,
  copyHex: 'Copy hex',
  send: 'Notify',
};
