using Orleans.Kube.Hosting;

namespace Orleans.Kube.Tests.Silo;

public sealed class ProgramPagesTests
{
    [Fact]
    public void Only_files_of_programs_that_were_not_written_to_are_given_back()
    {
        string[] lines =
        [
            .. Mapping("1000-3000 r-xp 00000000 fe:00 42 /usr/lib/libc.so.6", 0),
            .. Mapping("3000-4000 r--p 00002000 fe:00 42 /usr/lib/libc.so.6", 8),
            .. Mapping("4000-5000 rw-p 00003000 fe:00 42 /usr/lib/libc.so.6", 0),
            .. Mapping("7f00a000-7f00c000 r--s 00000000 fe:00 43 /opt/a b/Some.dll", 0),
            .. Mapping("7f00c000-7f00d000 r--p 00000000 fe:00 44 /data/ledger.db", 0),
            .. Mapping("7f00d000-7f00e000 r-xp 00000000 00:00 0", 0),
            .. Mapping("7f00e000-7f00f000 r-xp 00000000 00:00 0 [vdso]", 0),
            .. Mapping("a000-b000 r--p 00000000 fe:00 45 /usr/lib/libssl.so.3", 0),
        ];

        ProgramPages.Clean(lines).ShouldBe([(0x1000, 0x3000), (0x7f00a000, 0x7f00c000), (0xa000, 0xb000)]);
    }

    [Fact]
    public void What_was_given_back_is_still_there()
    {
        var before = ResidentFileKilobytes();

        ProgramPages.Release();

        ResidentFileKilobytes().ShouldBeLessThan(before);
        System.Text.Json.JsonSerializer.Serialize(new { a = new[] { 1, 2 } }).ShouldBe("{\"a\":[1,2]}");
    }

    private static string[] Mapping(string head, int anonymous) =>
        [head, "Size:                  8 kB", "Rss:                   8 kB", $"Anonymous:      {anonymous,8} kB", "LazyFree:              0 kB", "VmFlags: rd ex mr mw me sd"];

    private static int ResidentFileKilobytes() =>
        int.Parse(File.ReadLines("/proc/self/status").Single(static l => l.StartsWith("RssFile:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
}
