using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Kube.Hosting;

/// <summary>
/// The pages of program files that this process has in memory. Most were needed once, to start; what is needed again comes back from the kernel's cache of the
/// file, some microseconds later. Linux alone.
/// </summary>
internal static partial class ProgramPages
{
    private const string Mappings = "/proc/self/smaps";
    private const int DontNeed = 4; // MADV_DONTNEED

    /// <summary>Gives them back.</summary>
    public static void Release()
    {
        if (!File.Exists(Mappings)) return;
        foreach (var (start, end) in Clean(File.ReadLines(Mappings))) _ = Advise((nint)start, (nuint)(end - start), DontNeed);
    }

    /// <summary>
    /// The ranges that hold nothing but what their file holds, and cannot be written. Program files stay where they were loaded for as long as the process
    /// lives, so that a range is what it was when the list was made.
    /// </summary>
    /// <param name="lines">The lines of <c>/proc/PID/smaps</c>.</param>
    internal static IEnumerable<(ulong Start, ulong End)> Clean(IEnumerable<string> lines)
    {
        (ulong Start, ulong End)? range = null;
        foreach (var line in lines)
        {
            if (IsHead(line)) range = RangeOf(line);
            else if (range is { } found && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (line.AsSpan("Anonymous:".Length).Trim() is "0 kB") yield return found;
                range = null;
            }
        }
    }

    /// <summary>Whether a line begins a mapping: its range is written in lower case, names of figures begin with a capital.</summary>
    private static bool IsHead(string line) => line.Length > 0 && !char.IsAsciiLetterUpper(line[0]);

    /// <summary>The range of a mapping of a program file that cannot be written, or null: <c>START-END PERMISSIONS OFFSET DEVICE INODE PATH</c>.</summary>
    private static (ulong Start, ulong End)? RangeOf(string head)
    {
        var parts = head.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 6 || parts[1].Contains('w') || !IsProgram(parts[5])) return null;
        var dash = parts[0].IndexOf('-');
        return (ulong.Parse(parts[0].AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            ulong.Parse(parts[0].AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static bool IsProgram(string path) => path.EndsWith(".dll", StringComparison.Ordinal) || path.Contains(".so", StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = false)]
    private static partial int Advise(nint start, nuint length, int advice);
}
