// The skills extension, with one skill of two files.
import { memorySkillFiles, SkillsExtension } from '@modelcontextprotocol/server/ext/skills';

const skills = await SkillsExtension.load(
  memorySkillFiles({
    'gate-keeping/SKILL.md': '---\nname: gate-keeping\ndescription: How to keep a gate\n---\n\nLook, then open.\n',
    'gate-keeping/references/KEYS.md': '# Keys\n\nOne for each door.\n',
  }),
  { strict: true },
);

export function addSkills(server) {
  skills.attach(server);
}
