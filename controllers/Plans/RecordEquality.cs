using System.Text.Json;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Controllers;

/// <summary>Whether two values of the model would be written alike: records compare their lists by reference, which is too strict for a planner.</summary>
public static class RecordEquality
{
    public static bool Same<TValue>(TValue left, TValue right) where TValue : class =>
        ReferenceEquals(left, right) || left.Equals(right) || Write(left).AsSpan().SequenceEqual(Write(right));

    private static byte[] Write<TValue>(TValue value) => JsonSerializer.SerializeToUtf8Bytes(value, KubeJson.Options);
}
