import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import {
  type Alert,
  alertTypes,
  answeredNotification,
  operationCompleteType,
  resultCodeOf,
  serverInitiatedAlert,
} from './alerts.ts';

describe('the first alert of a session', () => {
  it('names the notification that asked for it', () => {
    const alert = serverInitiatedAlert(4711);
    expect(alert).toEqual({
      alertType: 'urn:oma:at:dm:2.0:ServerInitiatedMgmt',
      data: { NotificationID: 4711 },
    });
    expect(answeredNotification([{ alertType: alertTypes.clientInitiated }, alert])).toBe(4711);
    expect(answeredNotification([serverInitiatedAlert(0)])).toBe(0);
    expect(serverInitiatedAlert(undefined)).toEqual({ alertType: alertTypes.serverInitiated });
  });

  it.each<readonly [readonly Alert[]]>([
    [[]],
    [[{ alertType: alertTypes.clientInitiated, data: { NotificationID: 1 } }]],
    [[{ alertType: alertTypes.serverInitiated }]],
    [[{ alertType: alertTypes.serverInitiated, data: [1] }]],
    [[{ alertType: alertTypes.serverInitiated, data: 'NotificationID' }]],
    [[{ alertType: alertTypes.serverInitiated, data: null }]],
    [[{ alertType: alertTypes.serverInitiated, data: { NotificationID: '1' } }]],
    [[{ alertType: alertTypes.serverInitiated, data: { NotificationID: 1.5 } }]],
  ])('%j names none', (alerts) => {
    expect(answeredNotification(alerts)).toBeUndefined();
  });
});

describe('the outcome of an operation', () => {
  it.each([
    ['urn:oma:mo:oma-fumo:1.0', 'urn:oma:at:fumo:1.0:OperationComplete'],
    ['urn:oma:mo:oma-scomo:1.0', 'urn:oma:at:scomo:1.0:OperationComplete'],
    ['urn:oma:mo:example-gateway:1.0', 'urn:oma:at:example-gateway:1.0:OperationComplete'],
    ['URN:OMA:MO:OMA-fumo:1.0', 'urn:oma:at:fumo:1.0:OperationComplete'],
    ['oma:mo:oma-fumo:1.0', 'urn:oma:at:fumo:1.0:OperationComplete'],
    ['urn:vendor:mo:door:1.0', 'urn:vendor:mo:door:1.0:OperationComplete'],
  ])('on %s has the alert type %s', (moid, alertType) => {
    expect(operationCompleteType(moid)).toBe(alertType);
  });

  it.each<readonly [Json | undefined, number | undefined]>([
    [{ ResultCode: 200 }, 200],
    [{ ResultCode: 0, More: 1 }, 0],
    [{ ResultCode: '200' }, undefined],
    [{}, undefined],
    [[200], undefined],
    [200, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j tells the result code %j', (data, code) => {
    expect(resultCodeOf({ alertType: 'a', ...(data === undefined ? {} : { data }) })).toBe(code);
  });
});
