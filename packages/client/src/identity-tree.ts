import * as z from 'zod/mini'

/** An occupation, or a group of them, that a private person can be certified as: https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_authidentitytree.html */
export interface IdentityNode {
  /** Decoded: WeChat was seen to send it in base64. `wireName` has what it sent. */
  readonly name: string
  readonly wireName: string
  readonly node_id?: number | undefined
  /** Empty for a leaf. */
  readonly node_list: readonly IdentityNode[]
  /** Which materials a leaf asks for. */
  readonly leaf_info?: { readonly requirement: string } | undefined
}

export interface IdentityTree {
  readonly identity_tree_list: readonly IdentityNode[]
}

interface WireNode {
  readonly name: string
  readonly node_id?: number | string | undefined
  readonly node_list?: readonly WireNode[] | null | undefined
  readonly leaf_info?: { readonly requirement?: string | undefined } | null | undefined
}

const wireNode: z.ZodMiniType<WireNode> = z.looseObject({
  name: z.string(),
  node_id: z.optional(z.union([z.number(), z.string()])),
  node_list: z.optional(z.nullable(z.array(z.lazy(() => wireNode)))),
  leaf_info: z.optional(z.nullable(z.looseObject({ requirement: z.optional(z.string()) }))),
})

/** The top level has one of two keys: `identity_tree_list` in the documentation, `node_list` in WxJava. */
export const identityTree: z.ZodMiniType<IdentityTree> = z.pipe(
  z.union([z.looseObject({ identity_tree_list: z.array(wireNode) }), z.looseObject({ node_list: z.array(wireNode) })]),
  z.transform((tree): IdentityTree => {
    const nodes = 'identity_tree_list' in tree ? tree.identity_tree_list : tree.node_list
    return { identity_tree_list: (nodes as readonly WireNode[]).map(toNode) }
  }),
)

function toNode(node: WireNode): IdentityNode {
  const requirement = node.leaf_info?.requirement
  return {
    name: decodeName(node.name),
    wireName: node.name,
    ...(node.node_id === undefined ? {} : { node_id: Number(node.node_id) }),
    node_list: (node.node_list ?? []).map(toNode),
    ...(requirement === undefined ? {} : { leaf_info: { requirement: decodeName(requirement) } }),
  }
}

/** Decoded if it is base64 of UTF-8 text; a plain name, `导演` or `test`, is returned unchanged. */
function decodeName(text: string): string {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return text
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'))
    const hasControls = /[^\P{Cc}\n]/u.test(decoded)
    return hasControls ? text : decoded
  } catch {
    return text
  }
}
