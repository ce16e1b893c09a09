import { NativeSelect, TextInput } from '@mantine/core';
import { IconCode, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { isExtensionPoint } from '../../../core/mo/object-schema.ts';
import { beginningOf, dataPath } from '../../../core/provisioning/configuration-edits.ts';
import type { DataNode } from '../../../core/provisioning/configuration-tree.ts';
import { renameMember, type Writable } from '../../../core/provisioning/profile-edits.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { Tag } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';
import { NameControl } from './form-controls.tsx';
import { occurrenceSign } from './object-columns.tsx';
import type { EditedObject } from './object-model.ts';
import type { ProfileEditor } from './use-profile-editor.ts';
import { ValueControl } from './value-control.tsx';

const words = texts.profileObjects;
/** A name of a node; what it must not be would be something else in a ClientURI or in the text. */
const nodeName = /^(?!__proto__$)[^/?#{}"\\\s]{1,128}$/;

interface DataPropertiesProps {
  readonly editor: ProfileEditor;
  readonly object: EditedObject;
  readonly node: DataNode;
  readonly parent: DataNode | undefined;
  /** What the check of the profile says of it. */
  readonly faults: readonly string[];
  readonly onPut: (path: readonly string[], value: Writable | undefined) => void;
  readonly onAdd: () => void;
  readonly onRemove: () => void;
  readonly onChoose: (path: readonly string[]) => void;
  readonly onShow: () => void;
  /** Back to the tree; to the node after this one. */
  readonly onLeave: (next: boolean) => void;
}

/** One node of a management object: what its description says, and its value. */
export function DataProperties(props: DataPropertiesProps) {
  const { editor, object, node, parent, faults, onPut, onAdd, onRemove, onChoose, onShow, onLeave } = props;
  const { schema, path, name, state } = node;
  const isRoot = path.length === 0;
  const siblings = (parent?.children ?? [])
    .filter((each) => each.state === 'present')
    .map((each) => each.name);
  const mayHold =
    node.children !== undefined && state === 'present' && (schema === undefined || isExtensionPoint(schema));
  return (
    <section className="data-properties" aria-label={name || words.newNode}>
      <div className="detail__head">
        <h2 className="data-properties__name">
          <bdi>{name || words.newNode}</bdi>
        </h2>
        <span className="form-properties__actions">
          <IconAction label={texts.forms.showText} onRun={onShow}>
            <IconCode size="1.0625rem" />
          </IconAction>
          {!isRoot && state === 'present' && (
            <IconAction label={texts.forms.remove} onRun={onRemove}>
              <IconTrash size="1.0625rem" />
            </IconAction>
          )}
        </span>
      </div>
      <Facts node={node} />
      {faults.length > 0 && (
        <ul className="form-properties__faults" aria-label={texts.forms.otherFaults}>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {node.problem && <p className="data-properties__problem">{words.problems[node.problem]}</p>}
      {state === 'present' && node.children === undefined && (
        <div data-first>
          <ValueControl
            key={schema?.format ?? typeof node.value}
            editor={editor}
            node={node}
            onChange={(value) => onPut(path, value)}
            onLeave={onLeave}
          />
        </div>
      )}
      {state !== 'present' && name !== '' && (
        <ActionButton tone="primary" icon={<IconPlus size="1rem" />} onRun={onAdd}>
          {words.add}
        </ActionButton>
      )}
      {state !== 'present' && name === '' && schema && (
        <NewNode
          label={words.nameOfNew}
          taken={siblings}
          onAdd={(added) => {
            const at = [...path.slice(0, -1), added];
            onPut(at, beginningOf(schema, object.kind));
            onChoose(at);
            onLeave(false);
          }}
        />
      )}
      {mayHold && (
        <NewNode
          label={words.nameOfNew}
          taken={(node.children ?? []).map((each) => each.name)}
          kinds
          onAdd={(added, value) => {
            const at = [...path, added];
            onPut(at, value);
            onChoose(at);
            onLeave(false);
          }}
        />
      )}
      {!isRoot && state === 'present' && node.named === 'free' && (
        <NameControl
          label={words.nodeName}
          value={name}
          pattern={nodeName}
          taken={siblings}
          onRename={(newName) => {
            const owner = dataPath(object.name, object.root ?? '', path.slice(0, -1));
            editor.change((now) => renameMember(now, owner, name, newName));
            onChoose([...path.slice(0, -1), newName]);
          }}
        />
      )}
    </section>
  );
}

/** What the description says of a node. */
function Facts({ node: { schema, path } }: { readonly node: DataNode }) {
  if (schema === undefined) return path.length === 0 ? null : <p className="dim">{words.notDescribed}</p>;
  const { title, description, format, occurrence, access, scope } = schema;
  return (
    <div className="data-properties__facts">
      <span className="data-properties__tags">
        <Tag>{format}</Tag>
        <Tag>{occurrenceSign(occurrence)}</Tag>
        {[...access].map((each) => (
          <Tag key={each}>{each}</Tag>
        ))}
        {scope === 'permanent' && <Tag>{words.permanent}</Tag>}
      </span>
      {title !== undefined && <p>{title}</p>}
      {description !== undefined && description !== title && <p className="dim">{description}</p>}
    </div>
  );
}

const beginnings: Readonly<Record<keyof typeof words.kinds, Writable>> = {
  text: '',
  number: 0,
  bool: false,
  nodes: {},
};

function NewNode(props: {
  readonly label: string;
  readonly taken: readonly string[];
  /** Whether it is asked what it is: no description says so. */
  readonly kinds?: boolean;
  readonly onAdd: (name: string, value: Writable) => void;
}) {
  const { label, taken, kinds = false, onAdd } = props;
  const [name, setName] = useState('');
  const [kind, setKind] = useState<keyof typeof beginnings>('text');
  const wrong =
    name === ''
      ? undefined
      : !nodeName.test(name)
        ? words.nameWrong
        : taken.includes(name)
          ? texts.forms.nameTaken
          : undefined;
  const add = () => {
    if (name !== '' && wrong === undefined) onAdd(name, beginnings[kind]);
  };
  return (
    <div className="data-properties__new" data-first>
      <TextInput
        label={label}
        classNames={{ input: 'mono-input' }}
        spellCheck={false}
        value={name}
        error={wrong}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      {kinds && (
        <NativeSelect
          label={words.kind}
          value={kind}
          data={Object.entries(words.kinds).map(([value, shown]) => ({ value, label: shown }))}
          onChange={(event) => {
            const next = event.currentTarget.value;
            if (Object.hasOwn(beginnings, next)) setKind(next as keyof typeof beginnings);
          }}
        />
      )}
      <ActionButton
        size="sm"
        icon={<IconPlus size="1rem" />}
        disabled={name === '' || wrong !== undefined}
        onRun={add}
      >
        {words.add}
      </ActionButton>
    </div>
  );
}
