-- Drives the server in Neovim, with the configuration of docs/editors.md: the first argument is that page, the second
-- the template, the third the file for what was seen.
local page, path, report = arg[1], arg[2], arg[3]
local seen = {}
local function note(line)
  table.insert(seen, line)
end

local function finish(code)
  vim.fn.writefile(seen, report)
  vim.cmd(code == 0 and "qall!" or "cquit!")
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    note("timeout: " .. what)
    finish(1)
  end
end

local function problems()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, (diagnostic.lnum + 1) .. ": " .. diagnostic.code)
  end
  table.sort(found)
  return table.concat(found, ", ")
end

local function params(line, character)
  return {
    textDocument = vim.lsp.util.make_text_document_params(0),
    position = { line = line, character = character },
  }
end

-- Runs the blocks of Lua on the page.
local function configure()
  local count = 0
  local text = table.concat(vim.fn.readfile(page), "\n")
  for block in text:gmatch("```lua\n(.-)```") do
    assert(load(block))()
    count = count + 1
  end
  note("blocks of configuration: " .. count)
end

local function main()
  configure()
  vim.cmd.edit(path)
  vim.bo.filetype = "yaml"
  wait("the client", function() return #vim.lsp.get_clients({ bufnr = 0 }) == 1 end)
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  -- Pending edits are only sent before a request that names the buffer itself.
  local buffer = vim.api.nvim_get_current_buf()
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  note("problems: " .. problems())

  -- A line is typed and taken back.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "  Half: !Sub '${" })
  wait("the syntax error", function() return problems():find("syntax%-error") ~= nil end)
  note("half-typed: " .. problems())
  vim.api.nvim_buf_set_lines(0, -2, -1, false, {})
  wait("the syntax error to end", function() return problems():find("syntax%-error") == nil end)

  local range = { start = { line = 7, character = 20 }, ["end"] = { line = 7, character = 20 } }
  local context = { diagnostics = {}, only = { "quickfix" } }
  local asked = { textDocument = vim.lsp.util.make_text_document_params(0), range = range, context = context }
  local actions = client:request_sync("textDocument/codeAction", asked, 60000, buffer)
  for _, action in ipairs(actions.result) do
    note("action: " .. action.title)
  end
  local chosen = actions.result[1]
  if not chosen.edit then
    chosen = client:request_sync("codeAction/resolve", chosen, 60000, buffer).result
  end
  vim.lsp.util.apply_workspace_edit(chosen.edit, client.offset_encoding)
  wait("the finding to end", function() return problems():find("long%-getatt") == nil end)
  note("after the action: " .. problems())

  local renamed = params(2, 3)
  renamed.newName = "Renamed"
  local rename = client:request_sync("textDocument/rename", renamed, 60000, buffer)
  -- The confirmation that a user would be asked for.
  vim.lsp.util.apply_workspace_edit(rename.result, client.offset_encoding)
  note("after the rename:")
  vim.list_extend(seen, vim.api.nvim_buf_get_lines(0, 0, -1, false))

  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "  Typed: {Value: !Ref Ren" })
  local last = vim.api.nvim_buf_line_count(0) - 1
  local items = client:request_sync("textDocument/completion", params(last, #"  Typed: {Value: !Ref Ren"), 60000, buffer)
  for _, item in ipairs(items.result.items) do
    note("completion: " .. item.label)
  end

  vim.api.nvim_buf_set_lines(0, -2, -1, false, { "  Typed: {Value: !GetAtt [Topic, TopicName]}" })
  vim.cmd.write()
  note("saved: " .. vim.fn.readfile(path)[last + 1])

  client:stop()
  wait("the server to end", function() return client:is_stopped() end)
  note("the server has ended")
  finish(0)
end

local ok, problem = pcall(main)
if not ok then
  note("error: " .. tostring(problem))
  finish(1)
end
