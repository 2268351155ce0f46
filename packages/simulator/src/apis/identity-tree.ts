interface IdentityNode {
  readonly name: string
  readonly node_id: number
  readonly node_list?: readonly IdentityNode[]
  readonly leaf_info?: { readonly requirement: string }
}

/** A small tree; WeChat's own is longer. */
const tree: readonly IdentityNode[] = [
  {
    name: '文娱',
    node_id: 1,
    node_list: [
      { name: '导演', node_id: 11, leaf_info: { requirement: '作品证明' } },
      { name: '演员', node_id: 12, leaf_info: { requirement: '演出证明' } },
    ],
  },
  { name: '教师', node_id: 2, leaf_info: { requirement: '教师资格证' } },
]

export const identityLeaves: readonly string[] = leaves(tree)

/** Names and requirements, plain or in base64: real answers have either. */
export function identityTree(names: 'plain' | 'base64' = 'plain'): readonly object[] {
  const write = (text: string) => (names === 'base64' ? Buffer.from(text).toString('base64') : text)
  const nodes = (list: readonly IdentityNode[]): readonly object[] =>
    list.map(({ name, node_id, node_list, leaf_info }) => ({
      name: write(name),
      node_id,
      ...(node_list && { node_list: nodes(node_list) }),
      ...(leaf_info && { leaf_info: { requirement: write(leaf_info.requirement) } }),
    }))
  return nodes(tree)
}

function leaves(nodes: readonly IdentityNode[]): readonly string[] {
  return nodes.flatMap((node) => (node.node_list ? leaves(node.node_list) : [node.name]))
}
