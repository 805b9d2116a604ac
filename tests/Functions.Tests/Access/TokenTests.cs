using CsCheck;
using SensorWatch.Functions.Access;

namespace SensorWatch.Functions.Tests.Access;

public sealed class TokenTests
{
    [Theory]
    [InlineData(TokenKind.Device, "swd_")]
    [InlineData(TokenKind.Operator, "swo_")]
    public void A_token_is_read_back_as_it_was_made(TokenKind kind, string prefix)
    {
        var token = Token.Create(kind);

        token.TokenId.ShouldStartWith(prefix);
        var read = Token.Parse(token.Reveal()).ShouldNotBeNull();
        read.TokenId.ShouldBe(token.TokenId);
        read.Secret.ShouldBe(token.Secret);
    }

    [Fact]
    public void No_two_tokens_are_alike()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => Token.Create(TokenKind.Device)).ToList();

        tokens.Select(token => token.TokenId).ShouldBeUnique();
        tokens.Select(token => Convert.ToHexString(token.Secret)).ShouldBeUnique();
    }

    [Fact]
    public void A_token_does_not_tell_its_secret_by_accident()
    {
        var token = Token.Create(TokenKind.Device);

        $"{token}".ShouldBe(token.TokenId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("swd_0123456789abcdef0123456789abcdef")]
    [InlineData("swd_0123456789abcdef0123456789abcdef.")]
    [InlineData("swd_0123456789abcdef0123456789abcdef.short")]
    [InlineData("swx_0123456789abcdef0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("swd_0123456789ABCDEF0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("swd_0123456789abcdef0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A")]
    [InlineData("swd_0123456789abcdef0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.A")]
    public void What_has_not_the_form_of_a_token_is_none(string text) => Token.Parse(text).ShouldBeNull();

    [Fact]
    public void No_text_whatever_makes_the_reader_fail() => Gen.String.Sample(text => Token.Parse(text) is null);

    [Fact]
    public void A_hash_fits_its_own_secret_only() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Where((a, b) => !a.SequenceEqual(b)).Sample((secret, other) =>
        {
            var hash = SecretHash.Of(secret);
            return hash.Matches(secret) && !hash.Matches(other) && !SecretHash.Of(secret).Hash.SequenceEqual(hash.Hash);
        });
}
