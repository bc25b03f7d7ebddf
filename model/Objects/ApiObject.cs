using System.Globalization;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model;

/// <summary>
/// An API object at one revision: its JSON and, decoded at most once while it is in use, its record. Immutable, and shared by every
/// reader: the ledger's views, the watch ring, the grains and the API server pass the same instance around.
/// </summary>
/// <remarks>
/// <see cref="Json"/> of a stored object contains <c>metadata.resourceVersion</c> = <see cref="Revision"/>; content that is not stored yet
/// has revision 0 and none. The record is held weakly, so that a hundred thousand idle objects cost their JSON only.
/// </remarks>
public sealed class ApiObject
{
    private byte[]? _json;
    private KubeObject? _content;
    private WeakReference<KubeObject>? _decoded;
    private ObjectHeader? _header;
    private Fact? _facts;

    private ApiObject(ObjectKey key, long revision) => (Key, Revision) = (key, revision);

    public ObjectKey Key { get; }

    /// <summary>The ledger revision that wrote this state; 0 for content that is not stored.</summary>
    public long Revision { get; }

    /// <summary>The object as UTF-8 JSON, made once.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= ObjectJson.Write(_content!);

    /// <summary>The facts that selectors, indexes and garbage collection need, without decoding the whole object.</summary>
    public ObjectHeader Header => _header ??= _content is { } content ? ObjectHeader.Of(content.Metadata) : ObjectHeader.Read(this);

    /// <summary>Content made in memory (<paramref name="content"/> carries no resourceVersion that matters).</summary>
    public static ApiObject FromContent(ObjectKey key, KubeObject content) => new(key, 0) { _content = content };

    /// <summary>Content received or loaded as JSON, <paramref name="revision"/> already spliced in when it is not 0.</summary>
    public static ApiObject FromJson(ObjectKey key, long revision, byte[] json) => new(key, revision) { _json = json };

    /// <summary>The same content as it is stored: at a revision, its JSON carrying that. What it has in common with the state before it shares with that.</summary>
    /// <param name="revision">The revision that writes it.</param>
    /// <param name="json">Its JSON without a resourceVersion.</param>
    /// <param name="before">The state that it replaces, or null.</param>
    public ApiObject Stored(long revision, ReadOnlySpan<byte> json, ApiObject? before) => new(before?.Key ?? Key, revision)
    {
        _json = ObjectJson.WithResourceVersion(json, revision),
        _header = before is null ? Header : Header.Sharing(before.Header),
        _decoded = _content is { } content ? new(AtRevision(content, revision)) : null,
    };

    /// <summary>The same content at <paramref name="revision"/>, its JSON carrying that resourceVersion.</summary>
    public ApiObject At(long revision) => new(Key, revision)
    {
        _json = ObjectJson.WithResourceVersion(Json.Span, revision),
        _header = _content is null ? _header : Header,
    };

    /// <summary>The record, decoded from the JSON on demand. Always carries the resourceVersion when stored.</summary>
    public TObject As<TObject>() where TObject : KubeObject => (TObject)Decode(typeof(TObject));

    /// <summary>The record as <paramref name="type"/>, which is the record type of the object's kind.</summary>
    public KubeObject Decode(Type type)
    {
        if (_content is not null) return _content;
        if (_decoded is not null && _decoded.TryGetTarget(out var known)) return known;
        var decoded = ObjectJson.Read(_json!, type);
        _decoded = new WeakReference<KubeObject>(decoded);
        return decoded;
    }

    /// <summary>A text of the record, such as the node of a pod: kept once it was read, because what selects by it asks again and again.</summary>
    /// <param name="name">Tells the texts of an object apart.</param>
    /// <param name="type">The record type of the object's kind.</param>
    /// <param name="read">Reads it; the same for the same name.</param>
    public string Text(string name, Type type, Func<KubeObject, string> read)
    {
        for (var fact = _facts; fact is not null; fact = fact.Next)
            if (fact.Name == name) return fact.Value;
        var value = read(Decode(type));
        _facts = new Fact(name, value, _facts);
        return value;
    }

    public override string ToString() => $"{Key}@{Revision}";

    /// <summary>The record as its readers get it, made of what the writer had: they need not decode what was just encoded.</summary>
    private static KubeObject AtRevision(KubeObject content, long revision) =>
        content with { Metadata = content.Metadata with { ResourceVersion = revision.ToString(CultureInfo.InvariantCulture) } };

    private sealed record Fact(string Name, string Value, Fact? Next);
}
