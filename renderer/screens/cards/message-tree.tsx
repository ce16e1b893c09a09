import { IconChevronDown } from '@tabler/icons-react';
import type { CardMessageView } from '../../../core/api-cards.ts';
import type { MoJson } from '../../../core/mo/serialization.ts';
import { moidShort } from '../../format/identity.ts';
import { texts } from '../../texts.ts';
import '../devices/tree-panel.css';
import './message-tree.css';

/** A management object of a bootstrap message, its nodes below it. */
export function MessageTree({ object }: { readonly object: CardMessageView['objects'][number] }) {
  return (
    <details className="message-tree" open>
      <summary className="tree-name">
        <IconChevronDown size="0.9375rem" stroke={2.25} aria-hidden="true" />
        <b>{object.rootName}</b>
        <span className="mono dim ellipsis" title={object.clientUri}>
          {moidShort(object.clientUri)}
        </span>
      </summary>
      <Nodes json={object.root} />
    </details>
  );
}

function Nodes({ json }: { readonly json: MoJson }) {
  if (!isInner(json)) return <Value json={json} />;
  return (
    <ul className="message-tree__nodes">
      {Object.entries(json).map(([name, child]) => (
        <li key={name}>
          {isInner(child) ? (
            <>
              <span className="message-tree__node">{name}</span>
              <Nodes json={child} />
            </>
          ) : (
            <span className="message-tree__leaf">
              <span>{name}</span>
              <Value json={child} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Value({ json }: { readonly json: Exclude<MoJson, { readonly [name: string]: MoJson }> }) {
  const text = String(json);
  if (/^•+$/.test(text))
    return (
      <span className="message-tree__value dim" title={texts.cards.secret}>
        <span aria-hidden="true">{text}</span>
        <span className="visually-hidden">{texts.cards.secret}</span>
      </span>
    );
  return <span className="message-tree__value mono">{text}</span>;
}

function isInner(json: MoJson): json is { readonly [name: string]: MoJson } {
  return typeof json === 'object' && json !== null;
}
