import { describe, expect, it } from 'vitest';
import { standardSchema } from '../mo/standard-schemas.ts';
import { checkQueued } from './queued-checks.ts';
import type { QueuedWork } from './queued-work.ts';

const fumo = 'urn:oma:mo:oma-fumo:1.0';
const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const options = { schemaOf: standardSchema, permits: [fumo, devInfo, 'urn:x:unknown'] };
const kindsOf = (work: QueuedWork) => checkQueued(work, options).map(({ kind }) => kind);

describe('what a device will probably refuse', () => {
  it.each<[QueuedWork, readonly string[]]>([
    [{ kind: 'GET', targets: [`${devInfo}//`, `${devInfo}//DevID`] }, []],
    [{ kind: 'GET', targets: [`${devInfo}//Nothing`] }, ['unknownNode']],
    [{ kind: 'GET', targets: [`${devInfo}//Ext/vendor/anything`] }, []],
    [{ kind: 'GET', targets: [`${devInfo}/*/Nothing`] }, []],
    [{ kind: 'GET', targets: ['urn:x:unknown/i/n'] }, []],
    [{ kind: 'GET', targets: ['urn:x:other/i/n'] }, ['notPermitted']],
    [{ kind: 'DELETE', target: `${devInfo}//DevID` }, ['accessType']],
    [{ kind: 'EXEC', target: `${devInfo}//DevID`, asynchronous: false }, ['accessType']],
    [{ kind: 'EXEC', target: `${fumo}/f/Update`, asynchronous: true }, []],
    [{ kind: 'SUB', target: `${devInfo}//`, resource: 'x' }, []],
    [{ kind: 'UNSUB', target: `${devInfo}//Nothing` }, ['unknownNode']],
    [{ kind: 'place', target: `${devInfo}//DevID`, data: { DevID: 'x' } }, ['accessType']],
    [{ kind: 'place', target: `${fumo}/f/PkgVersion`, data: { PkgVersion: '2' } }, []],
    [{ kind: 'place', target: `${fumo}/f/PkgVersion`, data: { PkgVersion: { a: 1 } } }, ['content']],
    [{ kind: 'place', target: `${fumo}/f/Nothing`, data: { Nothing: 1 } }, ['unknownNode']],
    [{ kind: 'place', target: 'urn:x:other/i/', data: { A: {} } }, ['notPermitted']],
    [{ kind: 'DEFAULT', moid: fumo, data: { Wrong: {} } }, ['content']],
    [{ kind: 'SHOW', form: 'f', seconds: 1 }, []],
  ])('%o: %j', (work, kinds) => {
    expect(kindsOf(work)).toEqual(kinds);
  });

  it('is named with its place', () => {
    const data = { FUMO: { PkgVersion: '1', Nothing: 1 } };
    expect(checkQueued({ kind: 'place', target: `${fumo}/f/`, data }, options)).toContainEqual({
      kind: 'content',
      target: `${fumo}/f/Nothing`,
      detail: 'The schema has no such node.',
    });
  });
});
