#!lua
-- Notes who two persons of the directory were taken to be; the directory itself is sealed.
-- KEYS    workspace     prefix haven:{workspace}
-- Touches journal       the line only
-- ARGV    settings      of the calling node
--         what          merged or split
--         person        the one whose name is no longer, or again, their own
--         other         whom they were taken to be
--         actor         digest or id of who says so
-- Reply   {"DONE", notices}
-- Event   person.merged | person.split
-- Again: one more line. Cost O(1).
local what, person, other, actor = ARGV[2], ARGV[3], ARGV[4], ARGV[5]

begin()
journal('person.' .. what, 'person', person, 'other', other, 'actor', actor)
return finish('DONE')
