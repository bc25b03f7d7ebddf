using System.Buffers;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Client.Tests;

public sealed class WatchFrameTests
{
    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a"}}}""", WatchEventType.Added)]
    [InlineData("""{"object":{"metadata":{"name":"a","creationTimestamp":"2026-01-01T00:00:00Z"}},"type":"DELETED"}""", WatchEventType.Deleted)]
    public void An_event_is_read_in_any_order_of_its_fields(string line, WatchEventType type)
    {
        var item = Read(line);
        (item.Type, item.Object.Metadata.Name).ShouldBe((type, "a"));
    }

    [Fact]
    public void An_event_that_arrives_in_pieces_is_read_whole()
    {
        var bytes = """{"type":"MODIFIED","object":{"metadata":{"name":"a","creationTimestamp":"2026-01-01T00:00:00Z"}}}"""u8.ToArray();
        for (var cut = 1; cut < bytes.Length; cut++)
            WatchFrame.Read<Pod>(Pieces(bytes.AsMemory(0, cut), bytes.AsMemory(cut))).Object.Metadata.CreationTimestamp!.Value.Year.ShouldBe(2026);
    }

    [Fact]
    public void An_error_ends_the_watch_with_its_status() =>
        Should.Throw<StatusException>(() => Read("""{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410}}""")).Code.ShouldBe(410);

    [Theory]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"STRANGE","object":{}}""")]
    public void What_is_no_event_is_refused(string line) => Should.Throw<JsonException>(() => Read(line));

    private static WatchEvent<Pod> Read(string line) => WatchFrame.Read<Pod>(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line)));

    private static ReadOnlySequence<byte> Pieces(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var end = new Piece(second, first.Length);
        return new ReadOnlySequence<byte>(new Piece(first, 0, end), 0, end, second.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index, Piece? next = null) => (Memory, RunningIndex, Next) = (memory, index, next);
    }
}
