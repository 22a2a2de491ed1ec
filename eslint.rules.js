/** Rules of this project's own, for what a person sees. */

/** A message is a function; one that is shown and not called is shown as its source. */
export const noFunctionShown = {
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    if (!program) return {};
    const types = program.getTypeChecker();
    return {
      'SvelteMustacheTag[kind=text]'({ expression, parent }) {
        const node = esTreeNodeToTSNodeMap.get(expression);
        if (!node || parent.type === 'SvelteAttribute') return;
        const type = types.getTypeAtLocation(node);
        const kinds = type.isUnion() ? type.types : [type];
        if (kinds.some((kind) => kind.getCallSignatures().length > 0))
          context.report({ node: expression, message: 'This shows a function: call it.' });
      },
    };
  },
};

/** Attributes and properties that are read, or read out. */
const READ =
  /^(aria-(label|description|placeholder|roledescription|valuetext)|title|placeholder|alt|label|legend|hint)$/;
/** What components take that is for programs; everything else handed to one is read. */
const FOR_PROGRAMS =
  /^(aria-(hidden|haspopup|live)|autocapitalize|autocomplete|class|dir|fill|id|inputmode|kind|name|role|room|side|stroke|style|to|type)$/;
const WORD = /\p{L}/u;
/** One word alone is read only if it is written like one: in small letters it may be a name for programs. */
const TITLE = /^\p{Lu}\p{Ll}+$/u;
const SENTENCE = /^\p{Lu}.*\p{L},? \p{L}/su;
/** The same in every language: the program's name, and what is typed. */
const NAMES = /^(Parley( engine)?|parley:\/\/\S*|@\w+)$/;
const CODE = new Set(['code', 'kbd']);

const textOf = (node) => {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateElement') return node.value.cooked;
  return ['SvelteText', 'SvelteLiteral'].includes(node.type) ? node.value : '';
};
const says = (node, pattern = WORD) => pattern.test(textOf(node)) && !NAMES.test(textOf(node).trim());

/** The strings that an expression may come to: not those it compares with, looks up or passes on. */
function shown(node) {
  switch (node?.type) {
    case 'ConditionalExpression':
      return [...shown(node.consequent), ...shown(node.alternate)];
    case 'LogicalExpression':
      return [...(node.operator === '&&' ? [] : shown(node.left)), ...shown(node.right)];
    case 'BinaryExpression':
      return node.operator === '+' ? [...shown(node.left), ...shown(node.right)] : [];
    case 'TemplateLiteral':
      return [...node.quasis, ...node.expressions.flatMap(shown)];
    case 'SvelteMustacheTag':
      return shown(node.expression);
    default:
      return node ? [node] : [];
  }
}

/** What a name in a component's file was declared as. */
function declared({ name }, scope) {
  let at = scope;
  while (at && !at.set.has(name)) at = at.upper;
  return at?.set.get(name)?.defs[0]?.node;
}

/** What a function of the file returns. */
function returned({ body } = {}) {
  if (body?.type !== 'BlockStatement') return body ? [body] : [];
  return body.body.filter(({ type }) => type === 'ReturnStatement').map(({ argument }) => argument);
}

/** The strings that a name in the markup stands for: what its variable begins with, what it calls returns. */
function behind(node, scope, depth = 0) {
  if (depth > 3) return [];
  const all = (nodes) => nodes.flatMap(shown).flatMap((one) => [one, ...behind(one, scope, depth + 1)]);
  const { type, callee, object } = node;
  if (type === 'Identifier') {
    const { type: how, id, init } = declared(node, scope) ?? {};
    return how === 'VariableDeclarator' && id.type === 'Identifier' && init ? all([init]) : [];
  }
  if (type === 'MemberExpression' && object.type === 'Identifier') {
    const words = behind(object, scope, depth + 1).find((one) => one.type === 'ObjectExpression');
    return all(words?.properties.flatMap(({ value }) => value ?? []) ?? []);
  }
  if (type !== 'CallExpression') return [];
  if (/^\$(derived|state)$/.test(callee.name)) return all(node.arguments);
  if (callee.property?.name === 'join') return node.arguments;
  const made = callee.type === 'Identifier' ? declared(callee, scope) : undefined;
  return all(returned(made?.init ?? made).filter(Boolean));
}

/** Whatever a person reads is a message, so that it is there in every language. */
export const noLiteralShown = {
  create(context) {
    const seen = new Set();
    const look = (nodes, pattern) => {
      for (const node of nodes.filter((one) => says(one, pattern) && !seen.has(one))) {
        seen.add(node);
        context.report({ node, message: 'This is read in one language only: make it a message.' });
      }
    };
    // What an error says is for whoever mends it.
    const sentence = (node) => {
      if (node.parent.type !== 'NewExpression') look([node], SENTENCE);
    };
    return {
      SvelteText(node) {
        const { parent } = node;
        if (parent.type !== 'SvelteStyleElement' && !CODE.has(parent.name?.name)) look([node]);
      },
      'SvelteMustacheTag[kind=text]'(node) {
        if (/Attribute|Directive/.test(node.parent.type)) return;
        const scope = context.sourceCode.getScope(node);
        look(shown(node).flatMap((one) => [one, ...behind(one, scope)]));
      },
      SvelteAttribute({ key, value, parent }) {
        const component = parent.parent.kind === 'component' && !FOR_PROGRAMS.test(key.name);
        if (component || READ.test(key.name)) look(value.flatMap(shown));
      },
      'CallExpression[callee.name=tip]': (node) => look(node.arguments.flatMap(shown)),
      Property: ({ key, value }) => READ.test(key.name ?? key.value) && look(shown(value)),
      ReturnStatement: ({ argument }) => {
        look(shown(argument), TITLE);
      },
      'ArrowFunctionExpression[expression=true]': ({ body }) => {
        look(shown(body), TITLE);
      },
      Literal: sentence,
      TemplateElement: sentence,
    };
  },
};
