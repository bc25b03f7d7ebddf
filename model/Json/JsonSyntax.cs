using System.Text.Json;

namespace Orleans.Kube.Model.Json;

/// <summary>Says why a text is no JSON, as Kubernetes' decoder does: which character is wrong where.</summary>
public static class JsonSyntax
{
    /// <param name="body">The text.</param>
    /// <param name="failure">What the parser said of it.</param>
    public static string Describe(ReadOnlySpan<byte> body, JsonException failure)
    {
        if (failure.Message.Contains("maximum configured depth", StringComparison.Ordinal)) return "exceeded max depth";
        return new Scanner(body).Document() ?? "unexpected end of JSON input";
    }

    /// <summary>Reads a document as far as it is one; each step answers with what is wrong, or null.</summary>
    private ref struct Scanner(ReadOnlySpan<byte> text)
    {
        private const string AtValue = "looking for beginning of value";
        private const string AtKey = "looking for beginning of object key string";

        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;

        public string? Document() => Value() ?? (SkipBlanks() ? Wrong("after top-level value") : null);

        private string? Value()
        {
            if (!SkipBlanks()) return Wrong(AtValue);
            switch (_text[_at])
            {
                case (byte)'{':
                    _at++;
                    return Members();
                case (byte)'[':
                    _at++;
                    return Elements();
                case (byte)'"':
                    _at++;
                    return Text();
                case (byte)'-' or (>= (byte)'0' and <= (byte)'9'): return Number();
                case (byte)'t': return Literal("true");
                case (byte)'f': return Literal("false");
                case (byte)'n': return Literal("null");
                default: return Wrong(AtValue);
            }
        }

        private string? Members()
        {
            if (SkipBlanks() && Take('}')) return null;
            while (true)
            {
                SkipBlanks();
                if (!Take('"')) return Wrong(AtKey);
                if (Text() is { } inKey) return inKey;
                SkipBlanks();
                if (!Take(':')) return Wrong("after object key");
                if (Value() is { } inValue) return inValue;
                SkipBlanks();
                if (Take('}')) return null;
                if (!Take(',')) return Wrong("after object key:value pair");
            }
        }

        private string? Elements()
        {
            if (SkipBlanks() && Take(']')) return null;
            while (true)
            {
                if (Value() is { } wrong) return wrong;
                SkipBlanks();
                if (Take(']')) return null;
                if (!Take(',')) return Wrong("after array element");
            }
        }

        private string? Text()
        {
            for (; _at < _text.Length; _at++)
            {
                if (_text[_at] == '"')
                {
                    _at++;
                    return null;
                }


                if (_text[_at] < 0x20) return Wrong("in string literal");
                if (_text[_at] == '\\' && Escape() is { } wrong) return wrong;
            }

            return Wrong("");
        }

        /// <summary>Ends at the last character of the escape.</summary>
        private string? Escape()
        {
            if (++_at < _text.Length && "bfnrt\\/\""u8.Contains(_text[_at])) return null;
            if (_at >= _text.Length || _text[_at] != 'u') return Wrong("in string escape code");
            for (var digits = 0; digits < 4; digits++)
                if (++_at >= _text.Length || !char.IsAsciiHexDigit((char)_text[_at])) return Wrong("in \\u hexadecimal character escape");
            return null;
        }

        private string? Number()
        {
            Take('-');
            if (!Take('0') && !Digits()) return Wrong("in numeric literal");
            if (Take('.') && !Digits()) return Wrong("after decimal point in numeric literal");
            if (!Take('e') && !Take('E')) return null;
            if (!Take('+')) Take('-');
            return Digits() ? null : Wrong("in exponent of numeric literal");
        }

        private string? Literal(string name)
        {
            foreach (var letter in name)
                if (!Take(letter)) return Wrong($"in literal {name} (expecting '{letter}')");
            return null;
        }

        private bool Digits()
        {
            var start = _at;
            while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at])) _at++;
            return _at > start;
        }

        private bool Take(char wanted)
        {
            if (_at >= _text.Length || _text[_at] != wanted) return false;
            _at++;
            return true;
        }

        /// <summary>Whether anything follows.</summary>
        private bool SkipBlanks()
        {
            while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
            return _at < _text.Length;
        }

        private readonly string Wrong(string place) => _at < _text.Length ? $"invalid character {Quote(_text[_at])} {place}" : "unexpected end of JSON input";
    }

    private static string Quote(byte character) => character switch
    {
        (byte)'\'' => @"'\''",
        (byte)'"' => "'\"'",
        (byte)'\\' => @"'\\'",
        (byte)'\n' => @"'\n'",
        (byte)'\t' => @"'\t'",
        (byte)'\r' => @"'\r'",
        >= 0x20 and < 0x7f => $"'{(char)character}'",
        < 0x80 => $"'\\x{character:x2}'",
        < 0xa1 or 0xad => $"'\\u00{character:x2}'",
        _ => $"'{(char)character}'",
    };
}
