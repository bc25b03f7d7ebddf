using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// Regular expressions as Kubernetes reads them (Go's regexp/syntax, that is RE2), on an engine without backtracking so that none takes long. Where .NET writes a thing
/// otherwise it is rewritten: its own <c>\d</c> takes digits of all scripts, its <c>$</c> allows a line break, and it knows no <c>[[:alpha:]]</c>.
/// </summary>
/// <remarks>Classes of scripts (<c>\p{Greek}</c>) and the flag U are not there.</remarks>
public sealed class GoPattern
{
    private const int MostRepeats = 1000;
    private const int Deepest = 1000;

    /// <summary>The engine takes the square of the time for a longer one, and refuses most.</summary>
    private const int Longest = 64 * 1024;

    /// <summary>A count of repetitions where the search begins: finding it copies and scans nothing, however many braces there are.</summary>
    private static readonly Regex Count = new(@"\G\{(\d+)(?:,(\d*))?\}", RegexOptions.CultureInvariant);

    private static readonly (char First, char Last)[] Digits = [('0', '9')];
    private static readonly (char First, char Last)[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    private static readonly (char First, char Last)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];

    private static readonly Dictionary<string, (char First, char Last)[]> Named = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [('\0', '\x7f')],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [('\0', '\x1f'), ('\x7f', '\x7f')],
        ["digit"] = Digits,
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = Words,
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private readonly string _pattern;
    private readonly StringBuilder _text = new();
    private readonly Stack<bool> _lines = new();
    private readonly int _lastNameEnd;
    private bool _byLine;
    private int _at;

    private GoPattern(string pattern) => (_pattern, _lastNameEnd) = (pattern, pattern.LastIndexOf(":]", StringComparison.Ordinal));

    /// <exception cref="FormatException">It is none, in Go's words where Go has some.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(new GoPattern(pattern).Translate(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"error parsing regexp: {failure.Message}", failure);
        }
    }

    private string Translate()
    {
        if (_pattern.Length > Longest) throw Failure("expression too large", _pattern[..Longest]);
        while (_at < _pattern.Length)
        {
            switch (_pattern[_at])
            {
                case '\\': Escape(); break;
                case '[': Class(); break;
                case '(': Group(); break;
                case ')':
                    if (_lines.Count == 0) throw Failure("unexpected )", _pattern);
                    _byLine = _lines.Pop();
                    _text.Append(_pattern[_at++]);
                    break;
                case '$':
                    _text.Append(_byLine ? "$" : "\\z");
                    _at++;
                    break;
                case '{': Repeat(); break;
                default: _text.Append(_pattern[_at++]); break;
            }
        }

        return _lines.Count == 0 ? _text.ToString() : throw Failure("missing closing )", _pattern);
    }

    private void Group()
    {
        var start = _at++;
        if (_lines.Count == Deepest) throw Failure("expression nests too deeply", _pattern);
        _lines.Push(_byLine);
        if (_at == _pattern.Length || _pattern[_at] != '?')
        {
            _text.Append('(');
            return;
        }

        _at++;
        if (Takes("P<") || Takes("<"))
        {
            var end = _pattern.IndexOf('>', _at);
            if (end <= _at || !_pattern[_at..end].All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw Failure("invalid named capture", _pattern[start..(end < 0 ? _pattern.Length : end + 1)]);
            _text.Append('(');
            _at = end + 1;
            return;
        }

        Flags(start);
    }

    private void Flags(int start)
    {
        var (sets, byLine) = (true, _byLine);
        for (; _at < _pattern.Length && _pattern[_at] is not (':' or ')'); _at++)
        {
            if (_pattern[_at] == '-' && sets) sets = false;
            else if (_pattern[_at] == 'm') byLine = sets;
            else if (_pattern[_at] is not ('i' or 's')) throw Failure("invalid or unsupported Perl syntax", _pattern[start..(_at + 1)]);
        }

        if (_at == _pattern.Length) throw Failure("missing closing )", _pattern);
        _byLine = byLine;
        if (_pattern[_at] == ')') _lines.Pop();
        _text.Append(_pattern, start, ++_at - start);
    }

    private void Repeat()
    {
        var match = Count.Match(_pattern, _at);
        if (!match.Success)
        {
            _text.Append("\\{");
            _at++;
            return;
        }

        if (IsTooMuch(match.Groups[1].Value) || IsTooMuch(match.Groups[2].Value)) throw Failure("invalid repeat count", match.Value);
        _text.Append(match.Value);
        _at += match.Length;

        static bool IsTooMuch(string count) => count.Length > 0 && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MostRepeats);
    }

    private void Escape()
    {
        if (_at + 1 == _pattern.Length) throw Failure("trailing backslash at end of expression", "");
        var kind = _pattern[_at + 1];
        if (kind == 'Q')
        {
            var end = _pattern.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
            foreach (var letter in _pattern[(_at + 2)..(end < 0 ? _pattern.Length : end)]) _text.Append(Literal(letter));
            _at = end < 0 ? _pattern.Length : end + 2;
        }
        else if (kind is 'A' or 'z' or 'b' or 'B')
        {
            _text.Append('\\').Append(kind);
            _at += 2;
        }
        else if (Set() is { } set)
        {
            _text.Append('[').Append(set).Append(']');
        }
        else
        {
            var point = Point();
            _text.Append(point <= char.MaxValue ? Literal((char)point) : $"(?:{string.Concat(char.ConvertFromUtf32(point).Select(Literal))})");
        }
    }

    private void Class()
    {
        var start = _at++;
        _text.Append('[');
        if (Takes("^")) _text.Append('^');
        for (var isFirst = true; ; isFirst = false)
        {
            if (_at >= _pattern.Length) throw Failure("missing closing ]", _pattern[start..]);
            if (_pattern[_at] == ']' && !isFirst) break;
            if (Set() is { } set)
            {
                _text.Append(set);
                continue;
            }

            var from = _at;
            var (first, last) = (ClassPoint(start), -1);
            if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                last = ClassPoint(start);
                if (last < first) throw Failure("invalid character class range", _pattern[from.._at]);
            }

            _text.Append(Literal((char)Math.Min(first, char.MaxValue)));
            if (last >= 0) _text.Append('-').Append(Literal((char)Math.Min(last, char.MaxValue)));
        }

        _text.Append(']');
        _at++;
    }

    private int ClassPoint(int start)
    {
        if (_at >= _pattern.Length) throw Failure("missing closing ]", _pattern[start..]);
        return _pattern[_at] == '\\' ? Point() : _pattern[_at++];
    }

    /// <summary>The inside of the class that stands here, <c>\d</c> or <c>[:alpha:]</c> or <c>\p{Lu}</c>; null when none does.</summary>
    private string? Set()
    {
        if (_pattern[_at] == '[' && _at + 1 < _pattern.Length && _pattern[_at + 1] == ':' && _at + 2 <= _lastNameEnd)
        {
            var end = _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
            var name = _pattern[(_at + 2)..end];
            var isOther = name.StartsWith('^');
            if (!Named.TryGetValue(isOther ? name[1..] : name, out var ranges)) throw Failure("invalid character class range", _pattern[_at..(end + 2)]);
            _at = end + 2;
            return Ranges(isOther ? Others(ranges) : ranges);
        }

        if (_pattern[_at] != '\\' || _at + 1 == _pattern.Length) return null;
        var kind = _pattern[_at + 1];
        if (kind is 'p' or 'P') return Category();
        (char, char)[]? known = kind switch
        {
            'd' or 'D' => Digits,
            's' or 'S' => Spaces,
            'w' or 'W' => Words,
            _ => null,
        };
        if (known is null) return null;
        _at += 2;
        return Ranges(char.IsUpper(kind) ? Others(known) : known);
    }

    private string Category()
    {
        var start = _at;
        var isOther = _pattern[_at + 1] == 'P';
        _at += 2;
        string name;
        if (Takes("{"))
        {
            var end = _pattern.IndexOf('}', _at);
            if (end < 0) throw Failure("invalid character class range", _pattern[start..]);
            name = _pattern[_at..end];
            _at = end + 1;
        }
        else
        {
            name = _at < _pattern.Length ? _pattern[_at++].ToString() : "";
        }

        if (name.StartsWith('^')) (isOther, name) = (!isOther, name[1..]);
        return name.Length is 1 or 2 ? $"\\{(isOther ? 'P' : 'p')}{{{name}}}" : throw Failure("invalid character class range", _pattern[start.._at]);
    }

    /// <summary>The character that the escape here means.</summary>
    private int Point()
    {
        var start = _at;
        if (_at + 1 >= _pattern.Length) throw Failure("trailing backslash at end of expression", "");
        var kind = _pattern[_at + 1];
        _at += 2;
        switch (kind)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return Hexadecimal(start);
            case >= '0' and <= '7' when kind == '0' || (_at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'):
                var value = kind - '0';
                for (var i = 0; i < 2 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; i++) value = (value * 8) + _pattern[_at++] - '0';
                return value;
            default:
                return char.IsAscii(kind) && !char.IsAsciiLetterOrDigit(kind) ? kind : throw Failure("invalid escape sequence", _pattern[start.._at]);
        }
    }

    private int Hexadecimal(int start)
    {
        var end = Takes("{") ? _pattern.IndexOf('}', _at) : _at + 2;
        if (end < 0 || end > _pattern.Length || !int.TryParse(_pattern.AsSpan(_at, end - _at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 0x10ffff)
            throw Failure("invalid escape sequence", _pattern[start..Math.Min(_pattern.Length, Math.Max(end, start + 2))]);
        _at = _pattern[_at - 1] == '{' ? end + 1 : end;
        return value;
    }

    private bool Takes(string text)
    {
        if (!_pattern.AsSpan(_at).StartsWith(text, StringComparison.Ordinal)) return false;
        _at += text.Length;
        return true;
    }

    private static string Literal(char letter) => char.IsAsciiLetterOrDigit(letter) ? letter.ToString() : $"\\u{(int)letter:x4}";

    private static string Ranges(IEnumerable<(char First, char Last)> ranges) =>
        string.Concat(ranges.Select(static range => range.First == range.Last ? Literal(range.First) : $"{Literal(range.First)}-{Literal(range.Last)}"));

    private static IEnumerable<(char First, char Last)> Others((char First, char Last)[] ranges)
    {
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next) yield return ((char)next, (char)(first - 1));
            next = last + 1;
        }

        if (next <= char.MaxValue) yield return ((char)next, char.MaxValue);
    }

    private static FormatException Failure(string why, string where) => new($"error parsing regexp: {why}: `{where}`");
}
