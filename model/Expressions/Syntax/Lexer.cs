using System.Globalization;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>Cuts an expression into tokens (github.com/google/cel-spec, the lexical rules of the language definition).</summary>
internal sealed class Lexer(string text, List<SourceError> errors)
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _at;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipSpace();
            if (_at >= text.Length) break;
            if (Next() is { } token) tokens.Add(token);
        }

        tokens.Add(new Token(TokenKind.End, text.Length, ""));
        return tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f') _at++;
            else if (text[_at] == '/' && Peek(1) == '/')
                while (_at < text.Length && text[_at] != '\n') _at++;
            else return;
        }
    }

    private Token? Next()
    {
        var start = _at;
        if (StringPrefix() is { } prefix) return Quoted(start, prefix);
        if (char.IsAsciiLetter(text[_at]) || text[_at] == '_')
        {
            while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_') _at++;
            return new Token(TokenKind.Name, start, text[start.._at]);
        }

        if (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && char.IsAsciiDigit(Peek(1)))) return Number(start);
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new Token(TokenKind.Symbol, start, symbol);
        }

        Fail(start, Math.Min(text[start] is '=' or '&' or '|' ? start + 2 : start + 1, text.Length));
        return null;
    }

    /// <summary>The letters before a quote where a text begins here, or null.</summary>
    private string? StringPrefix()
    {
        var letters = 0;
        while (letters < 2 && Peek(letters) is 'r' or 'R' or 'b' or 'B') letters++;
        return Peek(letters) is '"' or '\'' ? text.Substring(_at, letters) : null;
    }

    private Token? Quoted(int start, string prefix)
    {
        _at += prefix.Length;
        var quote = text[_at];
        var fence = Peek(1) == quote && Peek(2) == quote ? 3 : 1;
        var raw = prefix.Contains('r', StringComparison.OrdinalIgnoreCase);
        _at += fence;
        var inner = _at;
        while (_at < text.Length && !Closes(quote, fence))
        {
            if (fence == 1 && text[_at] is '\n' or '\r') break;
            _at += !raw && text[_at] == '\\' && _at + 1 < text.Length ? 2 : 1;
        }

        if (_at >= text.Length || !Closes(quote, fence))
        {
            _at = text.Length;
            Fail(start, text.Length);
            return null;
        }

        var written = text[inner.._at];
        _at += fence;
        var isBytes = prefix.Contains('b', StringComparison.OrdinalIgnoreCase);
        object? value = isBytes ? Escapes.Bytes(written, raw) : Escapes.Text(written, raw);
        if (value is null)
        {
            Fail(start, _at);
            return null;
        }

        return new Token(isBytes ? TokenKind.Bytes : TokenKind.String, start, text[start.._at], value);
    }

    private bool Closes(char quote, int fence) => Peek() == quote && (fence == 1 || (Peek(1) == quote && Peek(2) == quote));

    private Token? Number(int start)
    {
        if (Peek() == '0' && Peek(1) is 'x' or 'X')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek())) _at++;
            return Integer(start, text[(start + 2).._at], NumberStyles.AllowHexSpecifier);
        }

        while (char.IsAsciiDigit(Peek())) _at++;
        var isDouble = false;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            _at++;
            while (char.IsAsciiDigit(Peek())) _at++;
        }

        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek() is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            isDouble = true;
            _at += 2 + sign;
            while (char.IsAsciiDigit(Peek())) _at++;
        }

        return isDouble
            ? new Token(TokenKind.Double, start, text[start.._at], double.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture))
            : Integer(start, text[start.._at], NumberStyles.None);
    }

    /// <summary>The value stays unsigned until the parser has seen whether a minus stands before it.</summary>
    private Token? Integer(int start, string digits, NumberStyles style)
    {
        var isUnsigned = Peek() is 'u' or 'U';
        if (isUnsigned) _at++;
        if (ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value)) return new Token(isUnsigned ? TokenKind.Uint : TokenKind.Int, start, text[start.._at], value);
        errors.Add(new SourceError(start, isUnsigned ? "invalid uint literal" : "invalid int literal"));
        return null;
    }

    private void Fail(int start, int end)
    {
        _at = Math.Max(_at, end);
        errors.Add(new SourceError(start, $"Syntax error: token recognition error at: '{text[start..end]}'"));
    }
}
