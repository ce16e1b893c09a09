import type { AccessType, NodeSchema, ObjectSchema } from './object-schema.ts';

/** A node of a description as JSON carries it. */
export interface NodeSchemaView extends Omit<NodeSchema, 'access' | 'children'> {
  readonly access: readonly AccessType[];
  readonly children: readonly NodeSchemaView[];
}

/** A description as JSON carries it. */
export interface ObjectSchemaView extends Omit<ObjectSchema, 'root'> {
  readonly root: NodeSchemaView;
}

/** A description on its way to the window. */
export function viewOfSchema(schema: ObjectSchema): ObjectSchemaView {
  return { ...schema, root: viewOfNode(schema.root) };
}

/** The description that a view is of. */
export function schemaOfView(view: ObjectSchemaView): ObjectSchema {
  return { ...view, root: nodeOfView(view.root) };
}

function viewOfNode({ access, children, ...facts }: NodeSchema): NodeSchemaView {
  return { ...facts, access: [...access], children: children.map(viewOfNode) };
}

function nodeOfView({ access, children, ...facts }: NodeSchemaView): NodeSchema {
  return { ...facts, access: new Set(access), children: children.map(nodeOfView) };
}
