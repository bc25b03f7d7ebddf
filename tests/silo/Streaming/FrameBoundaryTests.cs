using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Silo.Streaming;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class FrameBoundaryTests
{
    private static readonly int[] Lengths = [0, 1, 5, 125, 126, 300, 65535, 65536];

    /// <summary>However the bytes arrive, no piece reaches over the end of a frame, and each end ends a piece.</summary>
    [Fact]
    public void Pieces_end_where_frames_end() => Prop.ForAll(
        (from frames in Gen.Elements(Lengths).Select(Frame).ListOf(5) from size in Gen.Choose(1, 70000) select (frames, size)).ToArbitrary(), static given =>
        {
            var bytes = given.frames.SelectMany(static f => f).ToArray();
            var ends = given.frames.Aggregate(new List<int> { 0 }, static (all, f) => [.. all, all[^1] + f.Length]);
            var boundary = new FrameBoundary();
            var cuts = new HashSet<int>();
            for (var start = 0; start < bytes.Length; start += given.size)
            {
                var chunk = bytes.AsSpan(start, Math.Min(given.size, bytes.Length - start));
                for (var at = 0; at < chunk.Length;) cuts.Add(start + (at += boundary.Take(chunk[at..])));
            }

            return ends.Skip(1).All(cuts.Contains) && cuts.All(cut => ends.Contains(cut) || cut % given.size == 0);
        }).QuickCheckThrowOnFailure();

    private static byte[] Frame(int length) =>
    [
        0x82,
        .. length < 126 ? [(byte)length] : length < 65536 ? [126, (byte)(length >> 8), (byte)length] : (byte[])[127, 0, 0, 0, 0, 0, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        .. new byte[length],
    ];
}
