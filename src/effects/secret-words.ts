/** What passwords, tokens and keys are called where they lie about in files. */
export const SECRET_WORDS =
  /passwo?r?d?|\bpass\b|secret|api.?key|token|credential|PRIVATE.KEY|BEGIN .{0,20}KEY|AKIA|aws_access|client_secret/i;
