using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class GoPatternTests
{
    [Theory]
    [InlineData("^[a-z]+$", "abc", true)]
    [InlineData("^[a-z]+$", "abc\n", false)]
    [InlineData("(?m)^[a-z]+$", "1\nabc\n2", true)]
    [InlineData("(?:(?m)a$)b?$", "a\n", false)]
    [InlineData("^\\d+$", "12", true)]
    [InlineData("^\\d+$", "\u0663", false)]
    [InlineData("^\\w+$", "na\u00efve", false)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^[\\D]$", "\u0663", true)]
    [InlineData("^[^\\W_]+$", "a1", true)]
    [InlineData("^[^\\W_]+$", "a_1", false)]
    [InlineData("^[[:alpha:]_]+$", "aZ_", true)]
    [InlineData("^[[:alpha:]_]+$", "a1", false)]
    [InlineData("^[[:^digit:]]+$", "a-", true)]
    [InlineData("^[^[:space:][:punct:]]+$", "a1", true)]
    [InlineData("^[^[:space:][:punct:]]+$", "a,1", false)]
    [InlineData("^[[:word:]]{2}$", "a_", true)]
    [InlineData("^[a-z-[aeiou]]+$", "a]]", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[a^-]+$", "^-a", true)]
    [InlineData("^[+--]+$", "+,-", true)]
    [InlineData("^\\Qa.b\\E+$", "a.bb", true)]
    [InlineData("^\\Qa.b", "axb", false)]
    [InlineData("^(?P<name>a)(?<name2>b)$", "ab", true)]
    [InlineData("^(?i:A)b$", "ab", true)]
    [InlineData("^(?i:A)b$", "aB", false)]
    [InlineData("^\\pL\\p{Lu}\\P{L}[\\p{Nd}]$", "\u00e4B-7", true)]
    [InlineData("^\\x41\\x{1F600}\\101\\0$", "A\U0001F600A\0", true)]
    [InlineData("^\\_\\-\\/$", "_-/", true)]
    [InlineData("^a{1,2}{$", "aa{", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("(?s)^.$", "\n", true)]
    public void A_pattern_means_what_it_means_to_Go(string pattern, string text, bool matches) => GoPattern.Compile(pattern).IsMatch(text).ShouldBe(matches);

    [Theory]
    [InlineData("[a", "error parsing regexp: missing closing ]: `[a`")]
    [InlineData("[z-a]", "error parsing regexp: invalid character class range: `z-a`")]
    [InlineData("[[:foo:]]", "error parsing regexp: invalid character class range: `[:foo:]`")]
    [InlineData("(a", "error parsing regexp: missing closing ): `(a`")]
    [InlineData("a)", "error parsing regexp: unexpected ): `a)`")]
    [InlineData("a\\", "error parsing regexp: trailing backslash at end of expression: ``")]
    [InlineData("\\y", "error parsing regexp: invalid escape sequence: `\\y`")]
    [InlineData("(a)\\1", "error parsing regexp: invalid escape sequence: `\\1`")]
    [InlineData("(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?<=a)", "error parsing regexp: invalid named capture: `(?<=a)`")]
    [InlineData("[[:alpha]:]", "error parsing regexp: invalid character class range: `[:alpha]:]`")]
    [InlineData("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`")]
    [InlineData("\\x{110000}", "error parsing regexp: invalid escape sequence: `\\x{110000`")]
    public void What_Go_does_not_take_is_refused_in_its_words(string pattern, string why) => Should.Throw<FormatException>(() => GoPattern.Compile(pattern)).Message.ShouldBe(why);

    /// <summary>Such patterns took minutes, or the stack.</summary>
    [Theory]
    [InlineData("{")]
    [InlineData("[:")]
    [InlineData("(")]
    [InlineData("\\Q")]
    [InlineData("a?")]
    public void A_long_pattern_is_read_once(string piece) => Should.Throw<FormatException>(() => GoPattern.Compile("[" + string.Concat(Enumerable.Repeat(piece, 30_000))));

    [Fact]
    public void A_pattern_nests_as_deep_as_in_Go()
    {
        GoPattern.Compile(new string('(', 1000) + new string(')', 1000)).IsMatch("").ShouldBeTrue();
        Should.Throw<FormatException>(() => GoPattern.Compile(new string('(', 1001) + new string(')', 1001))).Message.ShouldStartWith("error parsing regexp: expression nests too deeply");
    }

    [Fact]
    public void No_pattern_ends_otherwise_than_in_a_result_or_a_refusal() => Prop.ForAll(
        Gen.ListOf(Gen.Elements("\\", "[", "]", "(", ")", "(?", "(?i", "{2,", "}", "[:", ":]", "alpha", "^", "$", "-", "\\x{", "\\p", "\\Q", "\\E", "|", "*", "a", "0")).ToArbitrary(),
        static pieces =>
        {
            try
            {
                GoPattern.Compile(string.Concat(pieces));
            }
            catch (FormatException)
            {
            }
        }).QuickCheckThrowOnFailure();
}
