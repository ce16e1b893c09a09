import { profileOrder } from '../../../core/provisioning/profile-order.ts';
import { type Authentication, serverSchema } from '../../../core/provisioning/profile-server.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';
import { LinesControl, TextControl, WordControl } from './form-controls.tsx';
import { variablesIn } from './known-names.ts';
import { PairsControl } from './pairs-control.tsx';
import { HistoryActions, OnlyInText, PartFaults, type PartProps } from './profile-part.tsx';
import { memberOf } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profileParts;
const serverOrder = Object.keys(serverSchema.shape);

/** The DM Account that devices get, and what the profile says of the devices themselves. */
export function AccountPart({ editor }: PartProps) {
  return (
    <div className="forms-part account-part">
      <section className="form-properties panel" aria-label={words.serverTitle}>
        <div className="form-properties__head">
          <h2>{words.serverTitle}</h2>
          <HistoryActions document={editor.document} />
        </div>
        <div className="form-properties__controls">
          <Server editor={editor} />
        </div>
      </section>
      <section className="form-properties panel" aria-label={words.deviceTitle}>
        <div className="form-properties__head">
          <h2>{words.deviceTitle}</h2>
        </div>
        <div className="form-properties__controls">
          <Device editor={editor} />
        </div>
      </section>
    </div>
  );
}

type Edited = Pick<PartProps, 'editor'>;

function Server({ editor }: Edited) {
  const member = memberOf(editor, ['server'], serverOrder);
  const profile = memberOf(editor, [], profileOrder);
  const authentication = authenticationOf(editor.value(['server', 'authentication']));
  return (
    <>
      <div className="form-properties__pair">
        <TextControl label={words.serverId} hint={words.serverIdHint} mono needed {...member('id')} />
        <TextControl label={words.serverName} hint={words.serverNameHint} needed {...member('name')} />
      </div>
      <TextControl label={words.address} hint={words.addressHint} mono {...member('address')} />
      <WordControl
        label={words.transport}
        hint={words.transportHint}
        words={words.transports}
        usual=""
        {...member('transport')}
      />
      <WordControl
        label={words.authentication}
        hint={words.authenticationHints[authentication]}
        words={words.authentications}
        usual="password"
        {...member('authentication')}
      />
      {authentication === 'presharedKey' && <PresharedKeys />}
      <TextControl
        label={words.instance}
        hint={`${words.instanceHint} ${words.usualValue('bench')}`}
        mono
        {...member('instance')}
      />
      <LinesControl label={words.permits} hint={words.permitsHint} needed {...profile('permits')} />
      <PartFaults editor={editor} path={['server']} shown={serverOrder} />
      <PartFaults editor={editor} path={['permits']} shown={[]} own={(at) => at.length > 1} />
      <OnlyInText editor={editor} path={['server']} known={serverOrder} />
    </>
  );
}

/** Whether this workstation can speak to devices with pre-shared keys, and why not. */
function PresharedKeys() {
  const { state } = useCall('certificates', {});
  if (state.kind !== 'answer') return null;
  const { presharedKeys } = state.answer;
  return presharedKeys.kind === 'available' ? (
    <p className="dim">{words.presharedKeysHere}</p>
  ) : (
    <FaultNotice fault={presharedKeys.fault} />
  );
}

function Device({ editor }: Edited) {
  const device = memberOf(editor, ['device'], ['id', 'label']);
  const profile = memberOf(editor, [], profileOrder);
  const variables = variablesIn(editor, false);
  return (
    <>
      <VariableInput
        label={words.deviceId}
        hint={words.deviceIdHint}
        needed
        variables={variables}
        {...device('id')}
      />
      <VariableInput
        label={words.deviceLabel}
        hint={words.deviceLabelHint}
        needed
        variables={variables}
        {...device('label')}
      />
      <TextControl label={words.description} several {...profile('description')} />
      <PairsControl
        editor={editor}
        path={['simulatedDevice']}
        label={words.simulatedTitle}
        hint={words.simulatedLead}
        nameLabel={texts.profileObjects.nodeName}
      />
      <PartFaults editor={editor} path={['device']} shown={['id', 'label']} />
      <OnlyInText editor={editor} path={['device']} known={['id', 'label']} />
      <OnlyInText editor={editor} path={[]} known={profileOrder} />
    </>
  );
}

function authenticationOf(value: unknown): Authentication {
  return value === 'certificate' || value === 'presharedKey' ? value : 'password';
}
