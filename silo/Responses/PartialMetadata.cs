using System.Buffers;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Objects cut down to their metadata (PartialObjectMetadata).</summary>
public static class PartialMetadata
{
    public static byte[] Write(ReadOnlyMemory<byte> json, string version)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, json, version);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlyMemory<byte> json, string version)
    {
        output.Write(version == "v1beta1"
            ? "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1beta1\",\"metadata\":"u8
            : "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        output.Write(Representation.Metadata(json).Span);
        output.Write("}"u8);
    }
}
