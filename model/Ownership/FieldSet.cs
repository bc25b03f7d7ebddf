using System.Text;
using System.Text.Json;

namespace Orleans.Kube.Model.Ownership;

/// <summary>
/// A set of fields of an object, as managedFields records it (<c>FieldsV1</c>): a tree of path elements in which a node can be a member
/// itself, a way to members, or both. Immutable once it is built; the operations return new sets.
/// </summary>
public sealed class FieldSet
{
    private const string Self = ".";

    /// <summary>A buffer that has grown beyond this is not used again.</summary>
    private const int LargestKept = 256 * 1024;

    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    [ThreadStatic]
    private static System.Buffers.ArrayBufferWriter<byte>? _buffer;

    private static readonly SortedList<string, FieldSet> None = new(0, StringComparer.Ordinal);
    private SortedList<string, FieldSet> _children = None;

    internal FieldSet()
    {
    }

    public static FieldSet Empty { get; } = new();

    /// <summary>Whether the node that this set starts at is a member itself.</summary>
    public bool IsMember { get; private set; }

    /// <summary>The sets below, by path element in the form of FieldsV1 (<c>f:spec</c>, <c>k:{"name":"web"}</c>, <c>v:"x"</c>).</summary>
    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    /// <summary>Reads FieldsV1. What has no meaning in it is left out.</summary>
    public static FieldSet Parse(JsonElement fields)
    {
        var set = new FieldSet();
        if (fields.ValueKind != JsonValueKind.Object) return set;
        foreach (var property in fields.EnumerateObject())
        {
            if (property.NameEquals(Self)) set.IsMember = true;
            else if (PathElement.Canonical(property.Name) is { } element) set.Set(element, ParseChild(property.Value));
        }

        return set;
    }

    /// <summary>The set of one field, named from the start of the object.</summary>
    public static FieldSet Of(params ReadOnlySpan<string> names)
    {
        var (start, end) = (new FieldSet(), (FieldSet?)null);
        foreach (var name in names) end = (end ?? start).Below(PathElement.Field(name));
        end?.Include();
        return start;
    }

    /// <summary>The set as FieldsV1.</summary>
    public JsonElement ToFieldsV1()
    {
        if (_buffer is null or { Capacity: > LargestKept }) _buffer = new(1024);
        var output = _buffer;
        output.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(output, Writing)) Write(writer, false);
        var reader = new Utf8JsonReader(output.WrittenSpan, new JsonReaderOptions { MaxDepth = 2 * Json.BodyWalk.MaximumDepth });
        return JsonElement.ParseValue(ref reader);
    }

    public FieldSet Union(FieldSet other) =>
        other.IsEmpty ? this : IsEmpty ? other : Combine(other, IsMember || other.IsMember, static (mine, theirs) => mine is null ? theirs : theirs is null ? mine : mine.Union(theirs));

    public FieldSet Intersection(FieldSet other) =>
        IsEmpty || other.IsEmpty ? Empty : Combine(other, IsMember && other.IsMember, static (mine, theirs) => mine is null || theirs is null ? null : mine.Intersection(theirs));

    /// <summary>The members of this set that are no members of <paramref name="other"/>.</summary>
    public FieldSet Difference(FieldSet other) =>
        IsEmpty || other.IsEmpty ? this : Combine(other, IsMember && !other.IsMember, static (mine, theirs) => mine is null || theirs is null ? mine : mine.Difference(theirs));

    /// <summary>The paths of the members, in order, as messages show them: <c>.spec.containers[name="web"].image</c>.</summary>
    public IEnumerable<string> Paths() => Paths(new StringBuilder());

    public override string ToString() => IsEmpty ? "{}" : ToFieldsV1().GetRawText();

    /// <summary>Takes out what is below an element, for it turned out to have nothing in it. Only while a set is built.</summary>
    internal void Drop(string element) => _children.Remove(element);

    /// <summary>The set below an element, made when there is none. Only while a set is built.</summary>
    internal FieldSet Below(string element)
    {
        if (!_children.TryGetValue(element, out var child)) Set(element, child = new FieldSet());
        return child;
    }

    /// <summary>Makes the start a member. Only while a set is built.</summary>
    internal void Include() => IsMember = true;

    /// <summary>This set without what lies under an element of its start.</summary>
    internal FieldSet Without(string element) => _children.ContainsKey(element) ? Combine(Empty, IsMember, static (mine, _) => mine, element) : this;

    /// <summary>This set as what lies under an element.</summary>
    internal FieldSet Under(string element)
    {
        var parent = new FieldSet();
        if (!IsEmpty) parent.Set(element, this);
        return parent;
    }

    private static FieldSet ParseChild(JsonElement value)
    {
        var child = Parse(value);
        if (child._children.Count == 0) child.IsMember = true;
        return child;
    }

    private FieldSet Combine(FieldSet other, bool isMember, Func<FieldSet?, FieldSet?, FieldSet?> combine, string? except = null)
    {
        var result = new FieldSet { IsMember = isMember };
        foreach (var (element, child) in _children)
            if (element != except && combine(child, other._children.GetValueOrDefault(element)) is { IsEmpty: false } kept) result.Set(element, kept);
        foreach (var (element, child) in other._children)
            if (!_children.ContainsKey(element) && combine(null, child) is { IsEmpty: false } added) result.Set(element, added);
        return result;
    }

    /// <summary>Leaves, which are most of a set, share one empty list.</summary>
    private void Set(string element, FieldSet child)
    {
        if (ReferenceEquals(_children, None)) _children = new(StringComparer.Ordinal);
        _children[element] = child;
    }

    private void Write(Utf8JsonWriter writer, bool withSelf)
    {
        writer.WriteStartObject();
        if (withSelf && IsMember && _children.Count > 0)
        {
            writer.WriteStartObject(Self);
            writer.WriteEndObject();
        }

        for (var i = 0; i < _children.Count; i++)
        {
            writer.WritePropertyName(_children.GetKeyAtIndex(i));
            _children.GetValueAtIndex(i).Write(writer, true);
        }

        writer.WriteEndObject();
    }

    private IEnumerable<string> Paths(StringBuilder path)
    {
        if (IsMember && path.Length > 0) yield return path.ToString();
        foreach (var (element, child) in _children)
        {
            var length = path.Length;
            path.Append(PathElement.Show(element));
            foreach (var each in child.Paths(path)) yield return each;
            path.Length = length;
        }
    }
}
