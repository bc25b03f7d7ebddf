using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Grains;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Protobuf;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Tables;

namespace Orleans.Kube.Silo.Watching;

/// <summary>
/// Writes watch events in one form. Whole objects are copied from their stored bytes; tables, metadata and other versions are made once
/// per object and form, and shared by every watcher that wants the same.
/// </summary>
public sealed class WatchEncoder(ResourceDefinition definition, AcceptedForm form, IncludeObject include, ObjectConversion conversion, TimeProvider time)
{
    private const int OnePiece = 3 * 1024;
    private static readonly ConditionalWeakTable<ApiObject, ConcurrentDictionary<Shape, byte[]>> Shared = [];
    private readonly bool _plain = form.Shape == AnswerShape.Object && definition.ServesStoredBytes;
    private readonly Shape _shape = new(definition, form, include);

    /// <exception cref="StatusException">500: the object cannot be had in this version.</exception>
    public ValueTask WriteAsync(IBufferWriter<byte> output, WatchEvent change)
    {
        if (!definition.ServesStoredBytes) return ConvertAsync(output, change);
        Write(output, change);
        return default;
    }

    /// <summary>A change with its objects in the version of the watch.</summary>
    /// <exception cref="StatusException">500: the webhook does not convert them.</exception>
    public async ValueTask<ObjectChange> InVersionAsync(ObjectChange change) => change with
    {
        Object = await InVersionAsync(change.Object),
        Previous = change.Previous is null ? null : await InVersionAsync(change.Previous),
    };

    /// <inheritdoc cref="InVersionAsync(ObjectChange)"/>
    public ValueTask<ApiObject> InVersionAsync(ApiObject value) => conversion.ToVersionAsync(definition, value);

    private async ValueTask ConvertAsync(IBufferWriter<byte> output, WatchEvent change) =>
        Write(output, change with { Object = await InVersionAsync(change.Object) });

    private void Write(IBufferWriter<byte> output, in WatchEvent change) => Write(output, change.Type switch
    {
        WatchEventType.Added => "ADDED"u8,
        WatchEventType.Modified => "MODIFIED"u8,
        _ => "DELETED"u8,
    }, _plain ? change.Object.Json : Shaped(change.Object));

    /// <summary>How far the watch has come.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="revision">All changes up to it have been sent.</param>
    /// <param name="endsState">Whether the initial events are complete with it.</param>
    public void WriteBookmark(IBufferWriter<byte> output, long revision, bool endsState) => Write(output, "BOOKMARK"u8, form.Shape == AnswerShape.Table
        ? new TableWriter(definition, include, form.Version, time.GetUtcNow()).Write([], new ListEnvelope(revision))
        : Encoding.UTF8.GetBytes(Bookmark(revision, endsState)));

    public void WriteError(IBufferWriter<byte> output, Status status) => Write(output, "ERROR"u8, JsonSerializer.SerializeToUtf8Bytes(status, KubeJson.Options));

    private void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlyMemory<byte> json)
    {
        if (form.IsProtobuf)
        {
            output.Write(JsonProtobuf.EncodeEvent(Encoding.ASCII.GetString(type), json));
            return;
        }

        WriteLine(output, type, json.Span);
    }

    /// <summary>An event in one piece where it is small: what a connection does about each piece takes longer than copying the bytes.</summary>
    private static void WriteLine(IBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        Span<byte> start = stackalloc byte[64];
        var before = Join(start, "{\"type\":\""u8, type, "\",\"object\":"u8);
        if (json.Length > OnePiece)
        {
            output.Write(start[..before]);
            output.Write(json);
            output.Write("}\n"u8);
            return;
        }

        output.Advance(Join(output.GetSpan(before + json.Length + 2), start[..before], json, "}\n"u8));
    }

    private static int Join(Span<byte> target, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        first.CopyTo(target);
        second.CopyTo(target[first.Length..]);
        third.CopyTo(target[(first.Length + second.Length)..]);
        return first.Length + second.Length + third.Length;
    }

    private byte[] Shaped(ApiObject stored)
    {
        var forms = Shared.GetValue(stored, static _ => new ConcurrentDictionary<Shape, byte[]>());
        return forms.TryGetValue(_shape, out var known) ? known : forms.GetOrAdd(_shape, Make(stored));
    }

    private byte[] Make(ApiObject stored) => form.Shape switch
    {
        AnswerShape.Table => new TableWriter(definition, include, form.Version, time.GetUtcNow()).Write([stored], new ListEnvelope(stored.Revision)),
        AnswerShape.PartialMetadata => PartialMetadata.Write(Representation.Json(definition, stored), form.Version),
        _ => Representation.Json(definition, stored).ToArray(),
    };

    private string Bookmark(long revision, bool endsState)
    {
        var (kind, version) = form.Shape == AnswerShape.PartialMetadata
            ? ("PartialObjectMetadata", $"meta.k8s.io/{form.Version}")
            : (definition.Kind, definition.ApiVersion);
        var annotations = endsState ? $",\"annotations\":{{\"k8s.io/initial-events-end\":\"true\",\"kubernetes.io/initial-events-list-blueprint\":\"{Convert.ToBase64String(EmptyList())}\"}}" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{\"resourceVersion\":\"{revision}\",\"creationTimestamp\":null{annotations}}}}}");
    }

    /// <summary>The list without its objects, in the form of the watch: clients put into it what they were sent.</summary>
    private byte[] EmptyList()
    {
        var (kind, version) = form.Shape == AnswerShape.PartialMetadata
            ? ("PartialObjectMetadataList", $"meta.k8s.io/{form.Version}")
            : (definition.ListKind, definition.ApiVersion);
        var items = form.Shape != AnswerShape.PartialMetadata && definition is CustomObjectDefinition ? "[]" : "null";
        var json = Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{}},\"items\":{items}}}\n");
        return form.IsProtobuf ? JsonProtobuf.Encode(json) : json;
    }

    private sealed record Shape(ResourceDefinition Definition, AcceptedForm Form, IncludeObject Include);
}
