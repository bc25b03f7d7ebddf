using Orleans.Kube.NodeAgent.Http;

namespace Orleans.Kube.NodeAgent.Tests.Http;

public class LinkedFileProviderTests
{
    [Fact]
    public void A_link_is_what_it_leads_to()
    {
        var folder = Directory.CreateTempSubdirectory("linked-files-").FullName;
        try
        {
            var text = new string('x', 1000);
            File.WriteAllText(Path.Combine(folder, "file"), text);
            File.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "file"));
            File.CreateSymbolicLink(Path.Combine(folder, "again"), "link");
            File.CreateSymbolicLink(Path.Combine(folder, "lost"), Path.Combine(folder, "nowhere"));
            using var files = new LinkedFileProvider(folder);
            foreach (var name in (string[])["file", "link", "again"])
            {
                files.GetFileInfo(name).Length.ShouldBe(1000, name);
                using var content = new StreamReader(files.GetFileInfo(name).CreateReadStream());
                content.ReadToEnd().ShouldBe(text);
            }

            files.GetFileInfo("lost").Exists.ShouldBeFalse();
            files.GetFileInfo("none").Exists.ShouldBeFalse();
            files.GetDirectoryContents("").Count().ShouldBe(4);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
