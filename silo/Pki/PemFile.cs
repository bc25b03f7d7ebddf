namespace Orleans.Kube.Silo.Pki;

/// <summary>Writes key material: a file appears complete or not at all, and private ones are readable by their owner alone.</summary>
internal static class PemFile
{
    public static void WritePublic(string path, string pem) =>
        Write(path, pem, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    public static void WritePrivate(string path, string pem) => Write(path, pem, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var writer = new StreamWriter(draft, options)) writer.Write(text.EndsWith('\n') ? text : text + "\n");
        File.Move(draft, path, overwrite: true);
    }
}
