using System.IO.Compression;
using Orleans.Kube.Silo.Streaming.Spdy;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class SpdyHeaderTests
{
    [Fact]
    public void The_dictionary_is_the_one_of_the_protocol()
    {
        var (a, b) = (1u, 0u);
        foreach (var value in SpdyDictionary.Bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        SpdyDictionary.Bytes.Length.ShouldBe(1423);
        ((b << 16) | a).ShouldBe(0xE3C6A7C2);
    }

    [Fact]
    public void Blocks_written_are_valid_zlib_and_are_read_back_in_order()
    {
        var (writer, reader) = (new SpdyHeaderWriter(), new SpdyHeaderReader());

        for (var i = 0; i < 3; i++) reader.Read(writer.Write([("streamtype", "data"), ("port", $"{i}")])).ShouldBe(new Dictionary<string, string> { ["streamtype"] = "data", ["port"] = $"{i}" });
    }

    [Fact]
    public void Blocks_that_refer_to_the_dictionary_are_inflated()
    {
        // What zlib makes, with the dictionary, of: 1 header, "content-type" = "text/plain"; then, in the same stream, of "date" = "date".
        byte[][] blocks = [Convert.FromHexString("78F9E3C6A7C202A623462C850917C21500000000FFFF"), Convert.FromHexString("82AA80172F201A000000FFFF")];
        using var reader = new SpdyHeaderReader();

        reader.Read(blocks[0]).ShouldBe(new Dictionary<string, string> { ["content-type"] = "text/plain" });
        reader.Read(blocks[1]).ShouldBe(new Dictionary<string, string> { ["date"] = "date" });
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        using var reader = new SpdyHeaderReader();
        Should.Throw<SpdyException>(() => reader.Read([0x78, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
    }

    [Fact]
    public void A_block_that_inflates_without_end_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var zlib = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(new byte[1024 * 1024]);
        using var reader = new SpdyHeaderReader();

        Should.Throw<SpdyException>(() => reader.Read(bomb.ToArray())).Message.ShouldContain("too large");
    }
}
