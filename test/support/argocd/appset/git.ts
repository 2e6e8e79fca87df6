import type { AppSetCase } from './case.ts';

const directories = (items: string, more = '') =>
  `- git: {repoURL: REPO, revision: main, directories: ${items}${more}}`;
const gitFiles = (items: string, more = '') =>
  `- git: {repoURL: REPO, revision: main, files: ${items}${more}}`;

export const gitDirectories: readonly AppSetCase[] = [
  {
    what: 'directories by a glob',
    generators: directories('[{path: apps/*}]'),
    name: '{{path.basename}}',
    path: '{{path}} {{path[0]}} {{path[1]}} {{path[2]}} {{path.basenameNormalized}}',
    makes: [
      'My_App apps/My_App apps My_App {{path[2]}} my-app',
      'api apps/api apps api {{path[2]}} api',
      'old apps/old apps old {{path[2]}} old',
      'web apps/web apps web {{path[2]}} web',
    ],
  },
  {
    what: 'directories, some of them excluded',
    generators: directories(
      '[{path: apps/old, exclude: true}, {path: apps/*}, {path: apps/My*, exclude: true}]',
    ),
    name: '{{path.basename}}',
    makes: ['api x', 'web x'],
  },
  {
    what: 'directories at any one depth',
    generators: directories('[{path: apps/*/*/*}, {path: "*"}, {path: apps/web/overlays}]'),
    name: '{{path.basename}}',
    path: '{{path}}',
    makes: [
      'Odd Name Odd Name',
      'apps apps',
      'bad bad',
      'envs envs',
      'lists lists',
      'overlays apps/web/overlays',
      'prod apps/web/overlays/prod',
    ],
  },
  {
    what: 'directories by classes and question marks',
    generators: directories(
      '[{path: "apps/[a-m]??"}, {path: "apps/[^a-zM]*"}, {path: "apps/w\\\\eb"}, {path: "apps/["}]',
    ),
    name: '{{path.basename}}',
    makes: ['api x', 'web x'],
  },
  {
    what: 'directories for which ** is no more than *',
    generators: directories('[{path: "apps/**"}, {path: "**/deep"}]'),
    name: '{{path.basename}}',
    makes: ['My_App x', 'api x', 'old x', 'web x'],
  },
  {
    what: 'directories that do not exist or are hidden',
    generators: directories(
      '[{path: nowhere/*}, {path: apps/.hidden}, {path: apps/.hidden/*}, {path: a-file.yaml}]',
    ),
    name: '{{path.basename}}',
    makes: [],
  },
  {
    what: 'directories with a prefix and values',
    generators: directories(
      '[{path: apps/web}]',
      ', pathParamPrefix: my, values: {a: "{{my.path.basename}}!", b: "{{values.a}}"}',
    ),
    name: '{{my.path.basename}}',
    path: '{{my.path}} {{my.path[1]}} {{path}} {{values.a}} {{values.b}}',
    makes: ['web apps/web web {{path}} web! {{values.a}}'],
  },
  {
    what: 'directories with Go templates',
    generators: directories('[{path: apps/My*}]', ', values: {a: "{{.path.basename}}"}'),
    name: '{{.path.basenameNormalized}}',
    path: '{{.path.path}} {{.path.segments}} {{index .path.segments 0}} {{.values.a}} {{.path.filename}} {{.values}}',
    more: 'goTemplate: true',
    makes: ['my-app apps/My_App [apps My_App] apps My_App <no value> map[a:My_App]'],
  },
  {
    what: 'directories with Go templates and a prefix',
    generators: directories('[{path: apps/web}]', ', pathParamPrefix: my'),
    name: '{{.my.path.basename}}',
    path: '{{.path}} {{last .my.path.segments}}',
    more: 'goTemplate: true',
    makes: ['web <no value> web'],
  },
  {
    what: 'directories by a selector, in which segments are one text',
    generators: `${directories('[{path: apps/*}]')}\n  selector: {matchLabels: {path.segments: "[apps web]"}}`,
    name: '{{.path.basename}}',
    more: 'goTemplate: true',
    makes: ['web x'],
  },
  {
    what: 'directories by a selector',
    generators: `${directories('[{path: apps/*}]', ', values: {at: "{{path.basename}}"}')}\n  selector: {matchLabels: {values.at: api}}`,
    name: '{{path.basename}}',
    makes: ['api x'],
  },
  {
    what: 'neither directories nor files',
    generators: '- git: {repoURL: REPO, revision: main}',
    name: 'x',
    fails: /neither directories nor files/,
  },
];

export const gitFileCases: readonly AppSetCase[] = [
  {
    what: 'files, in which * goes through directories',
    generators: gitFiles('[{path: envs/*/config.json}]'),
    name: '{{env}}',
    path: '{{path}} {{path.basename}} {{path.filename}} {{path.filenameNormalized}} {{path[1]}} {{cluster.replicas}} {{cluster.zones.1}} {{cluster}}',
    makes: [
      'deep envs/prod/deep deep config.json config.json prod {{cluster.replicas}} {{cluster.zones.1}} {{cluster}}',
      'dev envs/dev dev config.json config.json dev 1 b {{cluster}}',
      'prod envs/prod prod config.json config.json prod 3 b {{cluster}}',
    ],
  },
  {
    what: 'files of a directory, and one that is named twice',
    generators: gitFiles('[{path: envs/prod}, {path: envs/prod/config.json}, {path: ./envs//prod/}]'),
    name: '{{env}}',
    makes: ['deep x', 'prod x'],
  },
  {
    what: 'files that hold lists, or nothing',
    generators: gitFiles('[{path: "lists/*.yaml"}]'),
    name: '{{env}}-{{path.filename}}',
    path: '{{path}} {{values.a}}',
    makes: [
      'one-two.yaml lists {{values.a}}',
      'two-two.yaml lists file',
      'x-null.yaml lists {{values.a}}',
      '{{env}}-empty.yaml lists {{values.a}}',
      '{{env}}-none.yaml lists {{values.a}}',
      '{{env}}-null.yaml lists {{values.a}}',
    ],
  },
  {
    what: 'a file at the root, with Go templates',
    generators: gitFiles('[{path: a-file.yaml}]'),
    name: '{{.at}}',
    path: '{{.path.path}} {{.path.segments}} {{.path.basename}} {{.path.basenameNormalized}} {{.path.filename}}',
    more: 'goTemplate: true',
    makes: ['root . [.] .  a-file.yaml'],
  },
  {
    what: 'a file at the root',
    generators: gitFiles('[{path: a-file.yaml}]'),
    name: '{{at}}',
    path: '{{path}} {{path[0]}} {{path.basename}} {{path.basenameNormalized}} {{path.filename}}',
    makes: ['root . . .  a-file.yaml'],
  },
  {
    what: 'files with types, as texts',
    generators: gitFiles('[{path: types.yaml}]'),
    name: '{{env}}',
    path: '{{int}} {{big}} {{huge}} {{float}} {{true}} {{octal}} {{nothing}} {{empty}} {{none}} {{list}} {{list.0}} {{list.1.0}} {{list.1.1.a}} {{text}} {{date}} {{1}}',
    makes: [
      'types 3 1.234567e+06 1.2345678901234567e+19 1.5 true 420 <nil> {{empty}} {{none}} {{list}} 1 2 b 3 2001-01-01 number',
    ],
  },
  {
    what: 'files with types, with Go templates',
    generators: gitFiles('[{path: types.yaml}]'),
    name: '{{.env}}',
    path: '{{.int}} {{.big}} {{int64 .big}} {{.float}} {{.true}} {{.octal}} {{.nothing}} {{.empty}} {{.none}} {{.list}} {{.text}} {{.date}} {{index . "1"}} {{toJson .list}}',
    more: 'goTemplate: true',
    makes: [
      'types 3 1.234567e+06 1234567 1.5 true 420 <no value> map[] [] [1 [2 map[a:b]]] 3 2001-01-01 number [1,[2,{"a":"b"}]]',
    ],
  },
  {
    what: 'the first of several documents',
    generators: gitFiles('[{path: documents.yaml}]'),
    name: '{{env}}',
    makes: ['first x'],
  },
  {
    what: 'a name that is no name of DNS',
    generators: gitFiles('[{path: "Odd Name/*"}]'),
    name: '{{path.basenameNormalized}}',
    path: '{{path.filename}} {{path.filenameNormalized}}',
    makes: ['odd-name Über.File.yaml ber.file.yaml'],
  },
  {
    what: 'values replace those of a file, with Go templates',
    generators: gitFiles('[{path: lists/two.yaml}]', ', values: {b: "{{.env}}"}'),
    name: '{{.env}}',
    path: '{{.values}} {{.path.path}}',
    more: 'goTemplate: true',
    makes: ['one map[b:one] lists', 'two map[b:two] lists'],
  },
  {
    what: 'values beside those of a file',
    generators: gitFiles('[{path: lists/two.yaml}]', ', values: {b: "{{env}}"}'),
    name: '{{env}}',
    path: '{{values.a}} {{values.b}} {{path}}',
    makes: ['one {{values.a}} one lists', 'two file two lists'],
  },
  {
    what: 'files with a prefix',
    generators: gitFiles('[{path: envs/dev/config.json}]', ', pathParamPrefix: my'),
    name: '{{env}}',
    path: '{{my.path}} {{my.path.filename}} {{my.path[0]}}',
    makes: ['dev envs/dev config.json envs'],
  },
  {
    what: 'files by classes, braces that are none, and question marks',
    generators: gitFiles(
      '[{path: "envs/[!p]*/config.json"}, {path: "envs/{dev,prod}/config.json"}, {path: "a-file.y?ml"}, {path: "lists/[[:alpha:]]wo.yaml"}]',
    ),
    name: '{{path.filename}}-{{env}}',
    makes: ['a-file.yaml-{{env}} x', 'config.json-dev x', 'two.yaml-one x', 'two.yaml-two x'],
  },
  {
    what: 'files that do not exist',
    generators: gitFiles('[{path: nowhere.yaml}, {path: "nowhere/*"}]'),
    name: 'x',
    makes: [],
  },
  {
    what: 'a file that is a text',
    generators: gitFiles('[{path: bad/scalar.yaml}]'),
    name: 'x',
    fails: /bad\/scalar\.yaml holds neither a map nor a list of maps/,
  },
  {
    what: 'a file with a list of more than maps',
    generators: gitFiles('[{path: bad/mixed.yaml}]'),
    name: 'x',
    fails: /bad\/mixed\.yaml/,
  },
  {
    what: 'a file that is no YAML',
    generators: gitFiles('[{path: bad/broken.yaml}]'),
    name: 'x',
    fails: /bad\/broken\.yaml is no valid YAML.* at bad\/broken\.yaml:\d/,
  },
  {
    what: 'files outside of the repository',
    generators: gitFiles('[{path: ../x}]'),
    name: 'x',
    fails: /leads out of the repository/,
  },
];
