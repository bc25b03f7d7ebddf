using System.Text;

namespace Orleans.Kube.Silo.Tests.OpenApi;

/// <summary>One field of a protobuf message: its number and, undecoded, its value.</summary>
internal sealed record ProtobufField(int Number, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
