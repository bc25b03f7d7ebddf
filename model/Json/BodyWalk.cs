using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>
/// One pass over a document next to the schema of what it should be: finds the first syntax error, the first value of a wrong type, and
/// every unknown or duplicate field. Reads only; whatever the document holds, the outcome is in <see cref="Findings"/>.
/// </summary>
internal ref struct BodyWalk
{
    public const int MaximumDepth = 128;
    private const int LongestShown = 256;

    private readonly ReadOnlySpan<byte> _body;
    private readonly bool _collects;
    private readonly bool _fromFields;
    private readonly List<PathStep> _path = [];
    private Utf8JsonReader _reader;

    private BodyWalk(ReadOnlySpan<byte> body, bool collects, bool fromFields)
    {
        _body = body;
        _collects = collects;
        _fromFields = fromFields;
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
    }

    private BodyFindings Findings { get; } = new();

    /// <param name="body">The document, valid UTF-8.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="collects">Whether unknown and duplicate fields are looked for.</param>
    /// <param name="fromFields">Whether Kubernetes makes the object from merged fields rather than from text, which it tells in other words.</param>
    public static BodyFindings Over(ReadOnlySpan<byte> body, TypeSchema schema, bool collects, bool fromFields = false)
    {
        var walk = new BodyWalk(body, collects, fromFields);
        try
        {
            walk._reader.Read();
            walk.Value(schema, null, schema.Type.Name);
            walk._reader.Read();
        }
        catch (JsonException failure)
        {
            walk.Findings.SyntaxError = JsonSyntax.Describe(body, failure);
        }
        catch (InvalidOperationException)
        {
            walk.Findings.SyntaxError = "invalid character in string escape code";
        }

        return walk.Findings;
    }

    private void Value(TypeSchema schema, FieldSchema? field, string owner)
    {
        var token = _reader.TokenType;
        if (token == JsonTokenType.Null)
        {
            Findings.HasNulls |= field is null || !field.AcceptsNull;
            return;
        }

        if (schema.IsDeduced)
        {
            Anything(schema);
            return;
        }

        switch (schema.Kind)
        {
            case ValueKind.Struct when token == JsonTokenType.StartObject: Struct(schema); return;
            case ValueKind.Map when token == JsonTokenType.StartObject: Map(schema.Element!, field, owner); return;
            case ValueKind.List when token == JsonTokenType.StartArray: List(schema.Element!, field, owner); return;
            case ValueKind.Any: Skip(); return;
            default:
                if (ScalarCheck.Find(ref _reader, schema.Kind) is { } error) Findings.Refuse(error.Length > 0 ? error : Mismatch(schema, field, owner));
                _reader.Skip();
                return;
        }
    }

    private void Struct(TypeSchema schema)
    {
        var seen = UInt128.Zero;
        HashSet<string>? unknown = null;
        var root = _path.Count == 0;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = _reader.ValueIsEscaped ? schema.Find(_reader.GetString()!) : schema.Find(_reader.ValueSpan);
            if (field is null)
            {
                if (_collects) NoteUnknown(ref unknown);
                _reader.Read();
                Skip();
                continue;
            }

            if (field.IsOthers)
            {
                Other(field, ref unknown);
                continue;
            }

            _path.Add(PathStep.OfField(field.Name));
            var bit = UInt128.One << field.Ordinal;
            if ((seen & bit) != 0) Findings.AddProblem($"duplicate field \"{Path()}\"");
            seen |= bit;
            _reader.Read();
            if (root) NoteType(field);
            Value(field.Value, field, schema.Type.Name);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>A field without a schema of its own, in an object that may have such.</summary>
    private void Other(FieldSchema field, ref HashSet<string>? seen)
    {
        _path.Add(PathStep.OfName((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length));
        if (_collects && !(seen ??= []).Add(_reader.GetString()!)) Findings.AddProblem($"duplicate field \"{Path()}\"");
        _reader.Read();
        Anything(field.Value);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>A value of any shape: only what is said twice is noted.</summary>
    private void Anything(TypeSchema deduced)
    {
        if (_reader.TokenType == JsonTokenType.StartObject) Map(deduced, null, "");
        else if (_reader.TokenType == JsonTokenType.StartArray) List(deduced, null, "");
        else if (_reader.TokenType == JsonTokenType.String && _reader.ValueIsEscaped) _ = _reader.GetString();
    }

    private void Map(TypeSchema element, FieldSchema? field, string owner)
    {
        HashSet<string>? seen = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            _path.Add(PathStep.OfName((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length));
            if (_collects && !(seen ??= []).Add(_reader.GetString()!)) Findings.AddProblem($"duplicate field \"{Path()}\"");
            _reader.Read();
            Element(element, field, owner);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void List(TypeSchema element, FieldSchema? field, string owner)
    {
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.Add(PathStep.OfEntry(index));
            Element(element, field, owner);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Element(TypeSchema element, FieldSchema? field, string owner)
    {
        if (_reader.TokenType == JsonTokenType.Null) Findings.HasNulls |= element.Kind != ValueKind.Any && !element.IsDeduced;
        else Value(element, field, owner);
    }

    /// <summary>Skips a value but looks at its strings, so that a broken escape in it is found here.</summary>
    private void Skip()
    {
        var depth = _reader.CurrentDepth;
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        while (_reader.Read() && _reader.CurrentDepth > depth)
            if (_reader.ValueIsEscaped) _ = _reader.GetString();
    }

    private void NoteUnknown(ref HashSet<string>? unknown)
    {
        var again = !(unknown ??= []).Add(_reader.GetString()!);
        _path.Add(PathStep.OfName((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length));
        Findings.AddProblem($"unknown field \"{Path()}\"");
        if (again) Findings.AddProblem($"duplicate field \"{Path()}\"");
        _path.RemoveAt(_path.Count - 1);
    }

    private readonly void NoteType(FieldSchema field)
    {
        if (_reader.TokenType != JsonTokenType.String) return;
        if (field.Name == "apiVersion") Findings.ApiVersion = _reader.GetString()!;
        else if (field.Name == "kind") Findings.Kind = _reader.GetString()!;
    }

    private readonly string Mismatch(TypeSchema schema, FieldSchema? field, string owner)
    {
        if (_fromFields) return FieldMismatch(schema, field);
        var value = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "object",
            JsonTokenType.StartArray => "array",
            JsonTokenType.String => "string",
            JsonTokenType.Number when schema.Kind is ValueKind.Int32 or ValueKind.Int64 => $"number {Show(_reader.ValueSpan)}",
            JsonTokenType.Number => "number",
            _ => "bool",
        };
        var type = GoNames.Of(schema, field?.Constants);
        var fields = string.Join('.', _path.Where(static s => s.Field is not null).Select(static s => s.Field));
        return fields.Length == 0
            ? $"json: cannot unmarshal {value} into Go value of type {type}"
            : $"json: cannot unmarshal {value} into Go struct field {owner}.{fields} of type {type}";
    }

    private readonly string FieldMismatch(TypeSchema schema, FieldSchema? field)
    {
        var (value, type) = (FieldKind(), GoNames.Of(schema, field?.Constants));
        return schema.Kind switch
        {
            ValueKind.Map => $"cannot restore map from {value}",
            ValueKind.List or ValueKind.Bytes => $"cannot restore slice from {value}",
            ValueKind.Struct => $"cannot restore struct from: {value}",
            ValueKind.String when value is "int64" => $"cannot convert {value} to {type}",
            ValueKind.Int32 or ValueKind.Int64 when value is "int64" or "float64" => $"cannot convert {value} to {type}",
            _ => $"unrecognized type: {GoNames.Of(schema)}",
        };
    }

    private readonly string FieldKind() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "map",
        JsonTokenType.StartArray => "slice",
        JsonTokenType.String => "string",
        JsonTokenType.Number => _reader.TryGetInt64(out _) ? "int64" : "float64",
        _ => "bool",
    };

    private readonly string Path()
    {
        var text = new StringBuilder();
        foreach (var step in _path)
        {
            if (step.Index >= 0)
            {
                text.Append('[').Append(step.Index).Append(']');
                continue;
            }

            if (text.Length > 0) text.Append('.');
            text.Append(step.Field ?? Show(_body[step.Name]));
        }

        return text.ToString();
    }

    private static string Show(ReadOnlySpan<byte> text) =>
        text.Length <= LongestShown ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..LongestShown]) + "...";
}
