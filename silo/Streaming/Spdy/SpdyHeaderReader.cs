using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Orleans.Kube.Silo.Streaming.Spdy;

/// <summary>
/// Reads the header blocks of one connection. They are one zlib stream that starts from <see cref="SpdyDictionary"/> and is flushed after
/// each block. The inflater at hand takes no dictionary, but knows what it has inflated before: so it is fed the dictionary first.
/// </summary>
internal sealed class SpdyHeaderReader : IDisposable
{
    private const int ZlibHeaderBytes = 2;
    private const int DictionaryIdBytes = 4;
    private const byte HasDictionary = 0x20;
    private const int LargestBlock = 64 * 1024;

    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _inflater;
    private readonly byte[] _block = new byte[LargestBlock];
    private bool _started;

    public SpdyHeaderReader() => _inflater = new DeflateStream(_compressed, CompressionMode.Decompress);

    /// <summary>Reads the next block. Names are in lower case.</summary>
    /// <exception cref="SpdyException">The block is not what SPDY/3 prescribes, or too large.</exception>
    public Dictionary<string, string> Read(ReadOnlySpan<byte> compressed)
    {
        if (!_started) compressed = Start(compressed);
        return Parse(Inflate(compressed));
    }

    public void Dispose() => _inflater.Dispose();

    private ReadOnlySpan<byte> Start(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length < ZlibHeaderBytes + DictionaryIdBytes) throw new SpdyException("a header block is cut short");
        _started = true;
        if ((compressed[1] & HasDictionary) == 0) return compressed[ZlibHeaderBytes..];
        var primer = new MemoryStream();
        StoredBlock.Write(primer, SpdyDictionary.Bytes);
        if (Inflate(primer.ToArray()).Length != SpdyDictionary.Bytes.Length) throw new SpdyException("the dictionary could not be read");
        return compressed[(ZlibHeaderBytes + DictionaryIdBytes)..];
    }

    private ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> compressed)
    {
        _compressed.SetLength(0);
        _compressed.Write(compressed);
        _compressed.Position = 0;
        try
        {
            var length = 0;
            while (_inflater.Read(_block, length, _block.Length - length) is > 0 and var count)
            {
                length += count;
                if (length == _block.Length) throw new SpdyException("a header block is too large");
            }

            return _block.AsSpan(0, length);
        }
        catch (InvalidDataException e)
        {
            throw new SpdyException($"a header block cannot be inflated: {e.Message}");
        }
    }

    private static Dictionary<string, string> Parse(ReadOnlySpan<byte> block)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var left = TakeNumber(ref block); left > 0; left--)
        {
            var name = TakeText(ref block);
            headers[name] = TakeText(ref block);
        }

        return headers;
    }

    private static uint TakeNumber(ref ReadOnlySpan<byte> block)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(block, out var number)) throw new SpdyException("a header block is cut short");
        block = block[sizeof(uint)..];
        return number;
    }

    private static string TakeText(ref ReadOnlySpan<byte> block)
    {
        var length = TakeNumber(ref block);
        if (length > block.Length) throw new SpdyException("a header block is cut short");
        var text = Encoding.UTF8.GetString(block[..(int)length]);
        block = block[(int)length..];
        return text;
    }
}
