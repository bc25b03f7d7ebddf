using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Tables;

namespace Orleans.Kube.Silo.Lists;

/// <summary>
/// Writes a page of a list. Objects go out as the bytes that are stored: nothing is serialized again, and big answers are flushed piece by
/// piece so that they are never in memory twice.
/// </summary>
public sealed class ListWriter(TimeProvider time)
{
    private const int FlushEvery = 256 * 1024;
    private const int CompressFrom = 128 * 1024;

    private static ReadOnlySpan<byte> End => "]}\n"u8;

    private static ReadOnlySpan<byte> NoItems => ",\"items\":null}"u8;

    public ValueTask WriteAsync(ApiRequest request, ListPage page)
    {
        var form = ContentNegotiation.ForObjects(request.Http.Request);
        if (form.Shape == AnswerShape.Table)
        {
            var table = new TableWriter(request.Definition, request.IncludeObject(), form.Version, time.GetUtcNow());
            return Answer.WriteAsync(request.Http, 200, table.Write(page.Objects, page.Envelope), form);
        }

        if (form is { Shape: AnswerShape.PartialMetadata, OfList: false })
            throw Failures.NotInForm($"you requested PartialObjectMetadata, but the requested object is a list ({GoTypeName.OfList(request.Definition)})");
        var items = Items(request, page, form);
        var head = Head(request, page.Envelope, form);
        if (items.Length == 0 && form.Shape == AnswerShape.PartialMetadata) return Answer.WriteAsync(request.Http, 200, (byte[])[.. head.AsSpan(0, head.Length - ",\"items\":["u8.Length), .. NoItems], form);
        return form.Medium != AnswerMedium.Json || PrettyJson.IsAsked(request.Http.Request) ? Answer.WriteAsync(request.Http, 200, Whole(head, items), form) : StreamAsync(request.Http, head, items);
    }

    /// <summary>The JSON of the objects without its opening brace, and without what the kind of the list says already.</summary>
    private static ReadOnlyMemory<byte>[] Items(ApiRequest request, ListPage page, AcceptedForm form)
    {
        var definition = request.Definition;
        var implied = definition.ItemsNameTheirKind ? [] : Encoding.UTF8.GetBytes($"{{\"kind\":\"{definition.Kind}\",\"apiVersion\":\"{definition.ApiVersion}\",");
        var items = new ReadOnlyMemory<byte>[page.Objects.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var json = Representation.Json(definition, page.Objects[i]);
            if (form.Shape == AnswerShape.PartialMetadata) items[i] = PartialMetadata.Write(json, form.Version).AsMemory(1);
            else items[i] = json[(implied.Length > 0 && json.Span.StartsWith(implied) ? implied.Length : 1)..];
        }

        return items;
    }

    private static byte[] Head(ApiRequest request, ListEnvelope envelope, AcceptedForm form)
    {
        var (kind, version) = form.Shape == AnswerShape.PartialMetadata
            ? ("PartialObjectMetadataList", $"meta.k8s.io/{form.Version}")
            : (request.Definition.ListKind, request.Definition.ApiVersion);
        var buffer = new ArrayBufferWriter<byte>(256);
        buffer.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":"));
        using (var writer = new Utf8JsonWriter(buffer)) envelope.Write(writer);
        buffer.Write(",\"items\":["u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Whole(byte[] head, ReadOnlyMemory<byte>[] items)
    {
        var buffer = new ArrayBufferWriter<byte>(head.Length + 1024);
        buffer.Write(head);
        for (var i = 0; i < items.Length; i++)
        {
            buffer.Write(i == 0 ? "{"u8 : ",{"u8);
            buffer.Write(items[i].Span);
        }

        buffer.Write("]}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static async ValueTask StreamAsync(HttpContext http, byte[] head, ReadOnlyMemory<byte>[] items)
    {
        long length = head.Length + End.Length + Math.Max(0, (items.Length * 2) - 1);
        foreach (var item in items) length += item.Length;
        http.RequestAborted.ThrowIfCancellationRequested();
        var response = http.Response;
        response.ContentType = "application/json";
        if (length >= CompressFrom && Answer.AcceptsGzip(http.Request))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.BodyWriter.AsStream(), CompressionLevel.Fastest, leaveOpen: true);
            var compressed = PipeWriter.Create(gzip, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
            await CopyAsync(compressed, head, items);
            await compressed.CompleteAsync();
            return;
        }

        response.ContentLength = length;
        await CopyAsync(response.BodyWriter, head, items);
    }

    /// <summary>Once an answer has begun only its reader can end it: by going.</summary>
    private static async ValueTask CopyAsync(PipeWriter output, byte[] head, ReadOnlyMemory<byte>[] items)
    {
        output.Write(head);
        var pending = head.Length;
        for (var i = 0; i < items.Length; i++)
        {
            output.Write(i == 0 ? "{"u8 : ",{"u8);
            output.Write(items[i].Span);
            pending += items[i].Length;
            if (pending < FlushEvery) continue;
            if ((await output.FlushAsync(CancellationToken.None)).IsCompleted) return;
            pending = 0;
        }

        output.Write(End);
        await output.FlushAsync(CancellationToken.None);
    }
}
